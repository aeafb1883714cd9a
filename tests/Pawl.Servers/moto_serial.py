"""Serves S3, DynamoDB, KMS and IAM by moto on 127.0.0.1, one request at a time: python3 moto_serial.py PORT

moto's own server answers requests in parallel, and neither its conditional PUT nor its TransactWriteItems is atomic then.
"""
import logging
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

services = DomainDispatcherApplication(create_backend_app)
one_at_a_time = threading.Lock()


def answer(environ, start_response):
    with one_at_a_time:
        parts = services(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if hasattr(parts, "close"):
                parts.close()


logging.getLogger("werkzeug").setLevel(logging.WARNING)
run_simple("127.0.0.1", int(sys.argv[1]), answer, threaded=True)

// A mail server on 127.0.0.1 that drops connections at random, and writes each mail that it took as a line of JSON to standard output's file.
'use strict';
const fs = require('fs');
const { SMTPServer } = require('smtp-server');

const settings = JSON.parse(process.argv[2]);
let state = settings.seed;
const random = () => { state = (state * 1103515245 + 12345) & 0x7fffffff; return state / 0x7fffffff; };
const drops = () => random() < settings.drop;

const server = new SMTPServer({
  key: settings.key && fs.readFileSync(settings.key),
  cert: settings.cert && fs.readFileSync(settings.cert),
  secure: settings.tls === 'implicit',
  hideSTARTTLS: settings.tls === 'none',
  authOptional: !settings.password,
  disableReverseLookup: true,
  onAuth: (auth, session, done) => auth.password === settings.password
    ? done(null, { user: auth.username }) : done(new Error('who are you?')),
  onConnect: (session, done) => drops() ? cut(session) : done(),
  onMailFrom: (address, session, done) => drops() ? cut(session) : done(),
  onData: (stream, session, done) => {
    let text = '';
    stream.on('data', bytes => { text += bytes; });
    stream.on('end', () => {
      if (settings.refuse) { const e = new Error('no such mailbox'); e.responseCode = settings.refuse; return done(e); }
      fs.appendFileSync(settings.mails, JSON.stringify({ to: session.envelope.rcptTo.map(r => r.address), secure: session.secure, text }) + '\n');
      // Taken, and never said so: the sender has to send it again.
      if (drops()) return cut(session);
      done();
    });
  },
});
const sockets = new Map();
function cut(session) { const socket = sockets.get(session.remotePort); if (socket) socket.destroy(); }
server.server.on('connection', socket => {
  sockets.set(socket.remotePort, socket);
  socket.on('close', () => sockets.delete(socket.remotePort));
});
server.on('error', () => {});
server.listen(settings.port, '127.0.0.1');

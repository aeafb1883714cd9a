using System.Collections.Immutable;

namespace Pawl.Tests.Secrets.Corpus;

internal static partial class SecretKinds
{
    // RFC 3986's user information, and the connection strings that drivers document.
    private static ImmutableArray<SecretKind> Connections { get; } =
    [
        new("password in a URL", s => s.Pick(s.Alnum(14) + "4", s.Of(Shapes.Base62 + "!.-_~", 15) + "a", Uri.EscapeDataString(s.Of(Shapes.Base62, 6) + "@/:" + s.Alnum(5))),
        [
            "https://builder:{}@repo.example.org/simple/", "Looking in indexes: https://builder:{}@packages.example.org/pypi/simple", "deb [arch=amd64] https://builder:{}@repo.example.org/debian bookworm main",
            "Get:1 https://builder:{}@repo.example.org/debian bookworm InRelease", "postgres://app:{}@db.example.org:5432/app?sslmode=require", "postgresql+psycopg2://app:{}@db/app", "mysql://app:{}@db:3306/app",
            "mongodb+srv://app:{}@cluster0.example.net/app?retryWrites=true", "mongodb://app:{}@db1:27017,db2:27017/app", "redis://:{}@cache:6379/0", "rediss://default:{}@cache.example.org:6380",
            "amqp://app:{}@mq:5672/vhost", "amqps://app:{}@mq.example.org", "ftp://builder:{}@files.example.org/x", "sftp://builder:{}@files.example.org/x", "smtp://app:{}@mail.example.org:587",
            "ldap://admin:{}@ldap.example.org", "http_proxy=http://builder:{}@proxy.example.org:3128", "export HTTPS_PROXY='http://builder:{}@proxy.example.org:3128/'", "DATABASE_URL=postgres://app:{}@db/app",
            "  \"url\": \"https://builder:{}@git.example.org/x.git\"", "jdbc:postgresql://app:{}@db:5432/app", "could not connect to amqp://app:{}@mq:5672: timeout", "sqlalchemy.url = mysql+pymysql://app:{}@db/app",
            "proxy=http://builder:{}@proxy:3128", "clickhouse://default:{}@ch:9000/x", "docker pull from https://builder:{}@registry.example.org failed", "winrm: http://Administrator:{}@192.0.2.7:5985/wsman",
        ]),
        new("password in a connection string", s => s.Pick(s.Alnum(14) + "4", s.Of(Shapes.Base62 + "!.-_~#", 15) + "a"),
        [
            "Server=tcp:db.example.org,1433;Initial Catalog=app;User ID=sa;Password={};Encrypt=True;", "Data Source=db;User Id=sa;Pwd={};", "\"ConnectionStrings\": {\"Default\": \"Host=db;Username=app;Password={}\"}",
            "DRIVER={ODBC Driver 18 for SQL Server};SERVER=db;UID=sa;PWD={};", "DSN=app;UID=app;PWD={}", "jdbc:sqlserver://db:1433;databaseName=app;user=sa;password={};encrypt=true",
            "jdbc:mysql://db:3306/app?user=app&password={}&useSSL=false", "jdbc:postgresql://db/app?user=app&password={}", "jdbc:oracle:thin:app/{}@//db:1521/x", "sqlplus app/{}@db:1521/x",
            "host=db port=5432 user=app password={} dbname=app", "cache.example.net:6380,password={},ssl=True,abortConnect=False", "amqp: user=app;password={};host=mq", "psql 'host=db user=app password={}'",
            "dsn: \"app:{}@tcp(db:3306)/app\"", "Provider=SQLOLEDB;Data Source=db;User Id=sa;Password={};",
        ]),
        new("quoted password in a connection string", s => s.Of(Shapes.Base62, 8) + ";a b" + s.Number(2),
        [
            "Server=db;User Id=sa;Password='{}';Encrypt=True", "Server=db;User Id=sa;Password=\"{}\";Encrypt=True", "DRIVER={SQL Server};UID=sa;PWD={{}};SERVER=db",
        ]),
        new(".pgpass and its like", s => s.Alnum(16),
        [
            "+ echo 'db:5432:app:app:{}' > ~/.pgpass", "machine repo.example.org login app password {}", "machine repo.example.org\tlogin app\tpassword {}", "default login app password {}",
        ]),
    ];
}

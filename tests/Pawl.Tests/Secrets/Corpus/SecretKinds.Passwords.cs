using System.Collections.Immutable;

namespace Pawl.Tests.Secrets.Corpus;

internal static partial class SecretKinds
{
    private static readonly ImmutableArray<string> HashContexts =
    [
        "root:{}:19780:0:99999:7:::", "rootpw --iscrypted {}", "rootpw {} --iscrypted", "user --name=builder --password={} --iscrypted --groups=wheel", "  passwd: {}",
        "  hashed_passwd: '{}'", "  password: \"{}\"", "useradd -m -p '{}' builder", "usermod --password {} builder", "+ echo 'root:{}' | chpasswd -e",
        "d-i passwd/root-password-crypted password {}", "d-i passwd/user-password-crypted password {}", "builder:{}", "hash is {}", "\"passwd\": \"{}\",",
        "bootloader --iscrypted --password={}", "    password_hash: {}", "{{ 'x' | password_hash }} => {}", "ok: [web] => {\"password\": \"{}\"}",
    ];

    // crypt(5), Apache's htpasswd, kickstart, preseed, cloud-init and the manual pages of the programs named.
    private static ImmutableArray<SecretKind> Passwords { get; } =
    [
        new("crypt hash", s => s.Pick(
                "$1$" + s.Crypt(8) + "$" + s.Crypt(22), "$5$" + s.Crypt(16) + "$" + s.Crypt(43), "$6$" + s.Crypt(16) + "$" + s.Crypt(86), "$6$rounds=656000$" + s.Crypt(16) + "$" + s.Crypt(86)),
            HashContexts),
        new("yescrypt hash", s => "$y$j9T$" + s.Crypt(22) + "$" + s.Crypt(43), HashContexts),
        new("bcrypt hash", s => s.Pick("$2b$", "$2a$", "$2y$") + "12$" + s.Crypt(53), HashContexts),
        new("Argon2 hash", s => "$argon2id$v=19$m=65536,t=3,p=4$" + s.Crypt(22) + "$" + s.Crypt(43), [.. HashContexts.Take(8), "argon2 says {}"]),
        new("other hashes", s => s.Pick("{SSHA}" + s.Base64(24), "SCRAM-SHA-256$4096:" + s.Base64(16) + "$" + s.Base64(32) + ":" + s.Base64(32), "pbkdf2_sha256$600000$" + s.Alnum(22) + "$" + s.Base64(32)),
            ["userPassword: {}", "rolpassword {}", "hash={}", "ALTER ROLE app PASSWORD '{}';", "  \"hash\": \"{}\""]),
        new("GRUB hash", s => "grub." + "pbkdf2.sha512.10000." + s.Of("0123456789ABCDEF", 128) + "." + s.Of("0123456789ABCDEF", 128),
            ["password_pbkdf2 root {}", "bootloader --iscrypted --password={}", "PBKDF2 hash of your password is {}"]),
        Named("password by name", Password, "db_password", "POSTGRES_PASSWORD", "ssh_password", "winrm_password", "admin_password", "ansible_become_pass", "smtp_pass", "keystore_password"),
        new("password in files", Password,
        [
            "password: {}", "  password: \"{}\"", "    become_password: '{}'", "password = {}", "db.password={}", "spring.datasource.password={}", "'password' => '{}',", ":password => \"{}\",",
            "password: '{}',", "<password>{}</password>", "<add key=\"DbPassword\" value=\"{}\" />", "<property name=\"password\" value=\"{}\"/>", "<password><value>{}</value></password>",
            "$Password = \"{}\"", "$pw = ConvertTo-SecureString '{}' -AsPlainText -Force", "{Username:app Password:{} Host:db}", "User(name='app', password='{}')", "passphrase: {}",
            "psk=\"{}\"", "  plain_text_passwd: '{}'", "password \"{}\"", "requirepass {}", "define('DB_PASSWORD', '{}');", "\"password\" : \"{}\"", "password:{}",
        ]),
        new("password at installations", Password,
        [
            "rootpw --plaintext {}", "rootpw {}", "user --name=builder --password={} --plaintext --groups=wheel", "part / --fstype=xfs --encrypted --passphrase={}", "autopart --encrypted --passphrase={}",
            "bootloader --location=mbr --password={}", "d-i passwd/root-password password {}", "d-i passwd/root-password-again password {}", "d-i partman-crypto/passphrase password {}",
            "mysql-server mysql-server/root_password password {}", "A temporary password is generated for root@localhost: {}", "Generated password: {}", "Initial admin password: {}",
            "Your new password is: {}", "The password is '{}'", "Administrator password: {}",
        ]),
        new("password on a command line", s => s.Of(Shapes.Base62, 10) + "x7Q",
        [
            "+ mysql -uroot -p{} -e 'select 1'", "mysqldump --user=root --password={} --all-databases", "+ PGPASSWORD={} psql -h db -U app", "sshpass -p '{}' ssh builder@web", "sshpass -p {} scp a b:",
            "curl -sS -u builder:{} https://repo.example.org/x", "curl --user 'builder:{}' https://repo.example.org/x", "wget --user=builder --password={} https://repo.example.org/x",
            "wget --http-password={} https://repo.example.org/x", "docker login -u builder -p {} registry.example.org", "echo '{}' | docker login -u builder --password-stdin registry.example.org",
            "podman login --username builder --password {} registry.example.org", "az login --service-principal -u app -p {} --tenant t", "echo \"root:{}\" | chpasswd", "chpasswd <<< 'root:{}'",
            "echo {} | passwd --stdin root", "echo '{}' | sudo -S apt-get update", "openssl rsa -in k -passin pass:{} -out k2", "openssl enc -aes-256-cbc -pass pass:{}", "openssl pkcs12 -export -passout pass:{}",
            "gpg --batch --passphrase {} --sign x", "keytool -genkeypair -storepass {} -keypass changeit", "keytool -list -storepass changeit -keypass {}", "redis-cli -a {} ping", "+ REDISCLI_AUTH={} redis-cli ping",
            "mount -t cifs //nas/x /mnt -o username=app,password={},uid=0", "smbclient //nas/x -U app%{}", "net user Administrator {} /add", "rabbitmqctl add_user app {}", "htpasswd -bc /etc/htpasswd app {}",
            "subscription-manager register --username app --password {} --auto-attach", "java -Djavax.net.ssl.keyStorePassword={} -jar x.jar", "ldapsearch -x -D cn=admin -w {} -b dc=x",
            "CREATE USER 'app'@'%' IDENTIFIED BY '{}';", "ALTER USER postgres WITH PASSWORD '{}';", "GRANT ALL ON *.* TO 'app'@'%' IDENTIFIED BY '{}' WITH GRANT OPTION;",
            "SET PASSWORD FOR 'root'@'localhost' = PASSWORD('{}');", "mongosh -u app -p {} --authenticationDatabase admin", "ansible-playbook site.yml -e '{\"ansible_password\": \"{}\"}'",
            "['mysql', '-uroot', '-p{}', '-e', 'x']", "[\"tool\", \"--password\", \"{}\"]", "helm install x --set auth.password={} --wait", "kubectl create secret generic db --from-literal=password={}",
            "virt-customize -a web.qcow2 --root-password password:{}", "7z a -p{} out.7z x", "unzip -P {} x.zip", "cryptsetup --password={} open /dev/vda2 root",
        ]),
    ];

    private static string Password(Shapes s) => s.Pick(
        s.Of(Shapes.Base62, 12) + "9", s.Of(Shapes.Lower, 9) + s.Number(3), s.Of(Shapes.Base62 + "!%+.:@~^", 14) + "aB4", "correct-" + s.Of(Shapes.Lower, 6) + "-battery", s.Hex(16), s.Base64(18));
}

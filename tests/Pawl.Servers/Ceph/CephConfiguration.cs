namespace Pawl.Servers.Ceph;

/// <summary>The configuration file of a Ceph of one node with data in memory, in a folder of its own.</summary>
internal static class CephConfiguration
{
    public static string For(string folder, string cluster, string monitorAddresses, int gatewayPort) => $"""
        [global]
        fsid = {cluster}
        mon host = {monitorAddresses}
        public addr = 127.0.0.1
        cluster addr = 127.0.0.1
        ms bind ipv6 = false
        auth cluster required = cephx
        auth service required = cephx
        auth client required = cephx
        keyring = {folder}/keyring
        run dir = {folder}
        admin socket = {folder}/$name.asok
        pid file =
        log file =
        log to stderr = true
        err to stderr = true
        crash dir = {folder}/crash
        osd crush chooseleaf type = 0
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 8
        osd pool default pgp num = 8
        osd pool default pg autoscale mode = off
        mon allow pool size one = true
        mon warn on pool no redundancy = false
        mon pg warn min per osd = 0
        mon max pg per osd = 1000
        # Free space of the machine is not this cluster's business: its data is in memory.
        mon data avail warn = 2
        mon data avail crit = 1
        [mon]
        mon data = {folder}/mon
        mon cluster log to file = false
        [mgr]
        mgr data = {folder}/mgr
        mgr initial modules =
        [osd]
        osd data = {folder}/osd
        osd objectstore = memstore
        memstore device bytes = 2147483648
        osd scrub load threshold = 0.01
        [client.rgw]
        rgw frontends = beast endpoint=127.0.0.1:{gatewayPort}
        rgw enable usage log = false
        rgw dns name = localhost
        rgw data = {folder}/rgw

        """;
}

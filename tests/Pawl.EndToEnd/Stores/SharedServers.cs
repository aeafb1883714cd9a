using Pawl.Servers;

[assembly: AssemblyFixture(typeof(TestServers))]

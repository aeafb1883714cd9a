using Pawl.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(TestServers))]

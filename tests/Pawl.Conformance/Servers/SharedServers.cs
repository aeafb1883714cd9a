using Pawl.Servers;
using Xunit;

// The servers that tests share end when the last test has.
[assembly: AssemblyFixture(typeof(TestServers))]

using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance;

/// <summary>The world around a store in a test: the real clock, and warnings in the test's output.</summary>
public static class Surroundings
{
    public static StoreContext Context { get; } = new(TimeProvider.System, warning => TestContext.Current.SendDiagnosticMessage(warning));
}

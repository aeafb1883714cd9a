using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;
using Pawl.Packer;
using Pawl.Stores;
using Pawl.Stores.Copying;
using Pawl.Tracing;

namespace Pawl.Cli;

/// <summary>The one place that knows which exit code an error has.</summary>
internal static class ExitCodes
{
    public static ExitCode Of(Exception error) => error switch
    {
        UsageException or StoreUrlException or PackerFaultException or TraceSettingsException => ExitCode.Usage,
        RequestException => ExitCode.Internal,
        NoSuchBuildException => ExitCode.NoSuchBuild,
        TransitionRefusedException or BuildChangedException or BuildDivergedException => ExitCode.NotAllowed,
        BuildHeldException or LeaseLostException => ExitCode.Held,
        StoreException => ExitCode.Store,
        _ => ExitCode.Internal,
    };
}

/// <summary>The command line or a file named by it is wrong. The message says what and how it is right.</summary>
internal sealed class UsageException(string message) : Exception(message);

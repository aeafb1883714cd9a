using System.Collections.Immutable;
using Pawl.Running;
using Pawl.Secrets;

namespace Pawl.Packer;

/// <summary>One run of Packer, and what it made: by the template's manifest where one is named, else as Packer tells it at its end.</summary>
/// <param name="order">What is asked for.</param>
/// <param name="host">Starts processes.</param>
public sealed class PackerRun(PackerOrder order, ITaskHost host)
{
    private readonly PackerOutput _output = new();
    private ImmutableArray<string> _earlier = [];

    /// <summary>Starts it.</summary>
    public ITaskHost Host => new PackerHost(host, order.Command, _output);

    /// <summary>Looks, before the run, at what stands in the manifest already: a run that writes nothing must not pass for the one before it.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Manifest.Length > 0)
                _earlier = [.. (await PackerManifest.LoadAsync(Manifest, cancellationToken).ConfigureAwait(false)).Builds.Select(build => build.Run)];
        }
        catch (PackerFaultException)
        {
            // Not there yet, or Packer itself refuses it.
        }
    }

    /// <summary>Measures what the run made.</summary>
    /// <param name="redactor">Takes secrets out.</param>
    /// <param name="tell">Told of files that are told by Packer, and not there: a later step of the template may have moved them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PackerFaultException">The manifest isn't there, isn't of this run, or names files that aren't there.</exception>
    public async Task<PackerIntake> TakeInAsync(Redactor redactor, Action<string> tell, CancellationToken cancellationToken)
    {
        if (Manifest.Length == 0)
            return await MeasureAsync(_output.Artifacts, fault => tell($"not recorded: {fault.Message}")).ConfigureAwait(false);
        var manifest = await PackerManifest.LoadAsync(Manifest, cancellationToken).ConfigureAwait(false);
        if (_earlier.Contains(manifest.LastRun))
            throw new PackerFaultException($"this run of Packer wrote nothing into {order.Manifest}, which is of an earlier one; let the template's manifest post-processor write there, or leave out --manifest");
        return await MeasureAsync(manifest.Of(new ManifestRun.Last()), fault => throw fault).ConfigureAwait(false);

        Task<PackerIntake> MeasureAsync(IEnumerable<PackerArtifact> artifacts, Action<PackerFaultException> unfit) =>
            PackerIntake.MeasureAsync(artifacts, order.Command.Directory, redactor, unfit, cancellationToken);
    }

    private string Manifest => order.Manifest.Length == 0 ? "" : Path.GetFullPath(order.Manifest, order.Command.Directory);
}

using System.CommandLine;
using Pawl.Builds;
using Pawl.Pipelines;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl init-pipeline</c>: a pipeline file to begin with.</summary>
internal sealed class InitPipelineVerb : Verb
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "Where to write it; - writes to standard output.",
        DefaultValueFactory = _ => "pipeline.yaml",
    };

    private readonly Option<string> _name = new("--name") { Description = "The pipeline's name.", HelpName = "NAME", DefaultValueFactory = _ => "my-image" };
    private readonly Option<Label?> _provider = Ask.LabelOption("Cloud provider. Default: private.", "P", "--provider");
    private readonly Option<Label?> _imageType = Ask.LabelOption("Image type. Default: debian12-base.", "T", "--image-type", "--type");

    public InitPipelineVerb()
        : base("init-pipeline", "Write a pipeline file with the 21 standard states, to be filled in.")
    {
        Add(_file);
        Add(_name);
        Add(_provider);
        Add(_imageType);
    }

    public override IReadOnlyList<string> Examples => ["pawl init-pipeline", "pawl init-pipeline web.yaml --name web --provider aws --image-type rhel8-webserver"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = Codes([ExitCode.Done, ExitCode.Internal, ExitCode.Usage]);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var name = call.Get(_name)!;
        if (!Pipeline.IsName(name))
            throw new UsageException($"--name: '{Ask.Shorten(name)}' must be {Pipeline.NameRule}");
        var text = PipelineTemplate.Text(
            name, call.Get(_provider) ?? Label.Parse("private"), call.Get(_imageType) ?? Label.Parse("debian12-base"));
        var file = call.Get(_file);
        if (file == "-")
        {
            await call.Out.WriteAsync(text).ConfigureAwait(false);
            return ExitCode.Done;
        }

        await WriteNewAsync(file, text, cancellationToken).ConfigureAwait(false);
        await call.Out.WriteLineAsync($"wrote {file}; fill in what each state runs, then `pawl validate {file}` and `pawl run {file}`").ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task WriteNewAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} is not written: {e.Message}; nothing is ever overwritten, choose another name");
        }
    }
}

using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Cli.Concourse.Pipelines;
using Pawl.Cli.Stores;
using Pawl.Pipelines;
using Pawl.Sqlite;

namespace Pawl.Cli.Verbs.Concourse;

/// <summary><c>pawl concourse pipeline</c>: a Concourse pipeline from a Pawl pipeline.</summary>
internal sealed class ConcoursePipelineVerb : Verb
{
    private readonly Argument<string> _file = new Argument<string>("FILE") { Description = "The pipeline file." }.Completing(Candidates.PipelineFiles);
    private readonly Option<BuildId?> _build = Ask.BuildIdOption("--build-id", "The build's id. Default: the variable ((build_id)).");
    private readonly Option<string?> _path = Text("--path", "PATH", "Where the pipeline file is in the repository. Default: FILE when that is a path below the present folder, else its name.");
    private readonly Option<string> _image = Text("--image", "IMAGE", "The image that tasks run in.", "((task_image))");
    private readonly Option<string> _resourceImage = Text("--resource-image", "IMAGE", "The image of Pawl's resource type: integrations/concourse.", "((pawl_image))");
    private readonly Option<string> _repository = Text("--repository", "URI", "The Git repository that has the pipeline file and all it runs.", "((source_uri))");
    private readonly Option<string> _branch = Text("--branch", "NAME", "Its branch.", "main");

    private readonly Option<string[]> _credentials = new("--credential")
    {
        Description = "A variable of the environment that the store takes a credential from; it becomes the variable ((name)). May be repeated. Default: the usual ones of the store's kind.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _privileged = new("--privileged") { Description = "Tasks run privileged: what chroots or mounts needs that." };

    public ConcoursePipelineVerb()
        : base("pipeline", "Write a Concourse pipeline from a pipeline file: a task a state, and a job that resumes when it is run again.")
    {
        Add(_file);
        foreach (var option in (Option[])[_build, _path, _image, _resourceImage, _repository, _branch, _credentials, _privileged])
            Add(option);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "pawl concourse pipeline pipeline.yaml --store s3://builds --image debian:bookworm >concourse.yml",
        "fly -t ci set-pipeline -p web -c concourse.yml --instance-var build_id=web-42 -l vars.yml",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = Codes([ExitCode.Done, ExitCode.Internal, ExitCode.Usage]);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var file = call.Get(_file);
        var pipeline = PipelineInput.Load(file, call.Terminal);
        var place = PlaceOf(call.Get(GlobalOptions.Store));
        var settings = new PipelineSettings
        {
            File = call.Get(_path) ?? PathOf(file),
            Store = place?.Text ?? "((pawl_store))",
            Credentials = call.Get(_credentials) is { Length: > 0 } named ? [.. named.Select(NameOf)] : place is null ? [] : StoreCredentials.Of(place.Url),
            Build = call.Get(_build)?.Value ?? "((build_id))",
            TaskImage = call.Get(_image)!,
            ResourceImage = call.Get(_resourceImage)!,
            Repository = call.Get(_repository)!,
            Branch = call.Get(_branch)!,
            Rights = call.Get(_privileged) ? TaskRights.Privileged : TaskRights.Usual,
        };
        await call.Out.WriteAsync(ConcoursePipeline.Text(pipeline, settings)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static StorePlace? PlaceOf(string? option)
    {
        if (option is not { Length: > 0 })
            return null;
        var place = StorePlace.Parse("--store", option);
        return place.Kind is SqliteKind
            ? throw new UsageException($"--store {place.Text}: files on one machine can't be reached from Concourse's containers; name a store that all of them reach, such as s3://BUCKET")
            : place;
    }

    private static string PathOf(string file) =>
        Path.IsPathRooted(file) || file.Split('/').Contains("..") ? Path.GetFileName(file) : string.Join('/', file.Split('/').Where(part => part is not ("" or ".")));

    private static string NameOf(string name) => EnvironmentName.IsValid(name)
        ? name
        : throw new UsageException($"--credential: '{Ask.Shorten(name)}' is no variable's name; it must be {EnvironmentName.Rule}");

    private static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };

    private static Option<string> Text(string name, string helpName, string description, string usual) =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => usual };
}

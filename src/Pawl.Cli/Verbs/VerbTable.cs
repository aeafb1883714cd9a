using System.CommandLine;
using Pawl.Cli.Verbs.Alerts;
using Pawl.Cli.Verbs.Artifacts;
using Pawl.Cli.Verbs.Audit;
using Pawl.Cli.Verbs.Backup;
using Pawl.Cli.Verbs.Concourse;
using Pawl.Cli.Verbs.Erasing;
using Pawl.Cli.Verbs.Holds;
using Pawl.Cli.Verbs.Keys;
using Pawl.Cli.Verbs.Meta;
using Pawl.Cli.Verbs.Metrics;
using Pawl.Cli.Verbs.Mirrors;
using Pawl.Cli.Verbs.Packer;
using Pawl.Cli.Verbs.Store;
using Pawl.Cli.Verbs.Token;
using Pawl.Cli.Verbs.Trace;
using Pawl.Cli.Verbs.Waiting;

namespace Pawl.Cli.Verbs;

/// <summary>All verbs, in the order of the help. Only those that are asked for are built.</summary>
internal static class VerbTable
{
    private static readonly (string Name, Func<Command> Make)[] Entries =
    [
        ("run", () => new RunVerb()),
        ("resume", () => new ResumeVerb()),
        ("validate", () => new ValidateVerb()),
        ("init-pipeline", () => new InitPipelineVerb()),
        ("schema", () => new SchemaVerb()),
        ("init", () => new InitVerb()),
        ("start", () => new StartVerb()),
        ("succeed", () => new SucceedVerb()),
        ("fail", () => new FailVerb()),
        ("status", () => new StatusVerb()),
        ("history", () => new HistoryVerb()),
        ("log", () => new LogVerb()),
        ("list", () => new ListVerb()),
        ("attention", () => new AttentionVerb()),
        ("retries", () => new RetriesVerb()),
        ("retry", () => new RetryVerb()),
        ("rollback", () => new RollbackVerb()),
        ("meta", () => new VerbGroup("meta", "Get and set a build's metadata.", new MetaGetVerb(), new MetaSetVerb(), new MetaListVerb())),
        ("token", () => new VerbGroup("token", "Get and set a build's resume token.", new TokenGetVerb(), new TokenSetVerb())),
        ("wait", () => new WaitVerb()),
        ("watch", () => new WatchVerb()),
        ("metrics", () => new MetricsVerb()),
        ("trace", () => new VerbGroup("trace", "Builds as OpenTelemetry traces.", new TraceExportVerb())),
        ("check", () => new CheckVerb()),
        ("artifact", () => new VerbGroup("artifact", "Record and check the files that a build's states made.", new ArtifactListVerb(), new ArtifactAddVerb(), new ArtifactImportVerb(), new ArtifactVerifyVerb())),
        ("packer", () => new VerbGroup("packer", "Run Packer as a build's task.", new PackerBuildVerb())),
        ("audit", () => new VerbGroup("audit", "Check that what is recorded of builds is whole, and export it.", new AuditVerifyVerb(), new AuditExportVerb(), new AuditAnchorVerb(), new AuditTombstonesVerb(), new AuditKeyVerb())),
        ("store", () => new VerbGroup("store", "Set up, copy and protect the places where builds live.", new StoreKindsVerb(), new StoreCreateVerb(), new StoreEncryptVerb(), new StoreCopyVerb(), new StoreRetentionVerb(), new StorePolicyVerb())),
        ("key", () => new VerbGroup("key", "Make, look after and replace the keys that seal builds.", new KeyNewVerb(), new KeyListVerb(), new KeyRotateVerb(), new KeyPolicyVerb())),
        ("backup", () => new VerbGroup("backup", "Keep a second copy of a store, of which any moment can be brought back.", new BackupRunVerb(), new BackupVerifyVerb(), new BackupRetentionVerb())),
        ("restore", () => new RestoreVerb()),
        ("prune", () => new PruneVerb()),
        ("hold", () => new VerbGroup("hold", "Keep builds from being erased.", new HoldPlaceVerb(), new HoldLiftVerb())),
        ("erase", () => new EraseVerb()),
        ("subject", () => new VerbGroup("subject", "Find, export and erase what names a person, in builds and logs.", new SubjectFindVerb(), new SubjectExportVerb(), new SubjectEraseVerb())),
        ("sync", () => new SyncVerb()),
        ("mirror", () => new VerbGroup("mirror", "Decide between a build's copies.", new MirrorChooseVerb())),
        ("alert", () => new VerbGroup("alert", "Tell people what happens to builds.", new AlertTestVerb(), new AlertListVerb(), new AlertSendVerb(), new AlertCheckVerb(), new AlertSchemaVerb())),
        ("concourse", () => new VerbGroup("concourse", "Be a Concourse resource type, and write Concourse pipelines.", new ResourceCheckVerb(), new ResourceInVerb(), new ResourceOutVerb(), new ConcoursePipelineVerb())),
        ("completion", () => new CompletionVerb()),
        ("help", () => new HelpVerb()),
    ];

    /// <summary>The verb of this name; null for an unknown one.</summary>
    public static Command? Find(string name) => Array.Find(Entries, entry => entry.Name == name).Make?.Invoke();

    /// <summary>All of them.</summary>
    public static IEnumerable<Command> All() => Entries.Select(entry => entry.Make());
}

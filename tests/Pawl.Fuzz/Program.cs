using System.Globalization;
using Pawl.Fuzz;
using Pawl.Fuzz.Engine;

// Instrumented code counts from its first branch on, and that may be in the initializer of a static field.
Coverage.Begin();
return args switch
{
    ["run", .. var rest] => Run(rest),
    ["replay", var name, .. var files] => Replay(name, files),
    ["engine", var name, var library, var findings, var last, .. var arguments] => Engine(name, library, findings, last, arguments),
    ["edges", var name, var folder] => Edges(name, folder),
    ["list"] => List(),
    _ => Wrong("run SECONDS SEED ROOT SEEDS LIBRARY [TARGET...] | replay TARGET FILE... | list"),
};

static int Run(string[] rest)
{
    if (rest is not [var seconds, var seed, var root, var seeds, var library, .. var names])
        return Wrong("run SECONDS SEED ROOT SEEDS LIBRARY [TARGET...]");
    if (names.FirstOrDefault(name => Target.Find(name) is null) is { } unknown)
        return Wrong($"there is no target {unknown}; there are {string.Join(", ", Target.All.Select(target => target.Name))}");
    var targets = names.Length > 0 ? names.Select(name => Target.Find(name)!).ToArray() : Target.All;
    var time = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
    var plan = new CampaignPlan(targets, time, uint.Parse(seed, CultureInfo.InvariantCulture), root, seeds, library);
    try
    {
        return new Campaign(plan, Console.Out).Run() == 0 ? 0 : 1;
    }
    catch (EngineException e)
    {
        return Wrong(e.Message);
    }
}

static int Replay(string name, string[] files)
{
    if (Target.Find(name) is not { } target)
        return Wrong($"there is no target {name}");
    var trial = new Trial(target);
    var status = 0;
    foreach (var file in files)
    {
        if (trial.Try(File.ReadAllBytes(file)) is not { } finding)
            continue;
        Console.WriteLine($"{file}: {finding.Text}");
        status = 1;
    }

    return status;
}

static int Engine(string name, string library, string findings, string last, string[] arguments)
{
    var trial = new Trial(Target.Find(name)!);
    using var kept = new LastInput(last);
    return LibFuzzer.Run(library, arguments, input =>
    {
        kept.Keep(input);
        trial.Try(input, findings);
    });
}

static int Edges(string name, string folder)
{
    var trial = new Trial(Target.Find(name)!);
    foreach (var file in Directory.GetFiles(folder))
        trial.Try(File.ReadAllBytes(file));
    Console.WriteLine(Coverage.CountEdges());
    return 0;
}

static int List()
{
    foreach (var target in Target.All)
        Console.WriteLine(target.Name);
    return 0;
}

static int Wrong(string why)
{
    Console.Error.WriteLine($"fuzz: {why}");
    return 2;
}

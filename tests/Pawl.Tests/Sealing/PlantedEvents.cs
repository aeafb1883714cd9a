using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Pawl.Builds;
using Xunit;

namespace Pawl.Tests.Sealing;

/// <summary>Events of every kind that there is, made by reflection: each text in them is one of its own, so that a kind or a field that is added later
/// is planted too.</summary>
internal sealed class PlantedEvents
{
    // What stays in the clear, by the type and the name of its field.
    private static readonly HashSet<(Type, string)> Clear =
    [
        (typeof(PipelineReference), "Name"), (typeof(PipelineReference), "Hash"), (typeof(PlannedState), "Name"), (typeof(Failure), "Rule"),
        (typeof(Artifact), "Name"), (typeof(Artifact), "Sha256"), (typeof(ForeignRow), "Timestamp"), (typeof(ForeignRow), "Status"),
        (typeof(ProcessIdentity), "Machine"), (typeof(BuildEvent.MetadataSet), "Key"),
        (typeof(BuildEvent.Erased), "Reason"), (typeof(BuildEvent.Erased), "By"), (typeof(BuildEvent.ValuesErased), "Reason"),
        (typeof(BuildEvent.ValuesErased), "By"), (typeof(Erasure), "Reason"), (typeof(Erasure), "By"),
    ];

    private int _last;

    /// <summary>The texts that must not be seen.</summary>
    public List<string> Secrets { get; } = [];

    /// <summary>One event of each kind.</summary>
    public IReadOnlyList<BuildEvent> OfEveryKind() =>
        [.. typeof(BuildEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(BuildEvent))).Select(type => (BuildEvent)Make(type, typeof(BuildEvent), ""))];

    private object Make(Type type, Type owner, string name)
    {
        if (type == typeof(string))
            return Text(owner, name);
        if (type == typeof(BuildId))
            return BuildId.Parse("planted");
        if (type == typeof(Label))
            return Label.Parse("label");
        if (type == typeof(Plan))
            return StandardStates.Plan;
        if (type == typeof(StateCode))
            return StateCode.First;
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.UnixEpoch.AddSeconds(++_last);
        if (type == typeof(Guid))
            return Guid.NewGuid();
        if (type == typeof(Seal))
            return Seal.None;
        if (type == typeof(ChainHash))
            return ChainHash.Late;
        if (type == typeof(BuildVersion))
            return new BuildVersion(++_last);
        if (type == typeof(ImmutableSortedDictionary<StateCode, int>))
            return ImmutableSortedDictionary<StateCode, int>.Empty.Add(StateCode.First, 1);
        if (type == typeof(ImmutableSortedSet<StateCode>))
            return ImmutableSortedSet.Create(StateCode.First);
        if (type == typeof(ImmutableSortedDictionary<string, string>))
            return BuildState.EmptyMetadata.Add($"key{++_last}", Text(owner, name)).Add($"key{++_last}", Text(owner, name));
        if (type == typeof(ImmutableSortedDictionary<string, Artifact>))
            return new BuildState { Id = BuildId.Parse("planted") }.Artifacts.Add("artifact", (Artifact)Make(typeof(Artifact), owner, name));
        if (type == typeof(ImmutableSortedSet<string>))
            return ImmutableSortedSet.Create(StringComparer.Ordinal, "key");
        if (type == typeof(ImmutableArray<string>))
            return ImmutableArray.Create("key");
        if (type == typeof(ImmutableArray<ForeignRow>))
            return ImmutableArray.Create((ForeignRow)Make(typeof(ForeignRow), owner, name), (ForeignRow)Make(typeof(ForeignRow), owner, name));
        if (type == typeof(ImmutableArray<SealedPiece>))
            return ImmutableArray.Create(new SealedPiece(new BuildVersion(1), SealedPart.Content), new SealedPiece(new BuildVersion(2), SealedPart.Identity));
        if (type == typeof(bool))
            return false;
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(0)!;
        if (type.IsPrimitive)
            return Convert.ChangeType(++_last, type, CultureInfo.InvariantCulture);
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Make(value, owner, name);
        return Build(type);
    }

    private object Build(Type type)
    {
        Assert.False(type.IsAssignableTo(typeof(IEnumerable)), $"a collection of this type was never planted: {type}");
        var constructor = type.GetConstructors().Where(c => c.GetParameters() is not [{ } only] || only.ParameterType != type).OrderByDescending(c => c.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType, type, p.Name!))]);
        var given = constructor.GetParameters().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && !given.Contains(p.Name)))
        {
            // Where a worker's changes come from isn't kept with a lease, and of an erasure it is never sealed.
            if (!(property.Name == nameof(Worker.Origin) && (type == typeof(Worker) || type == typeof(BuildEvent.Erased) || type == typeof(BuildEvent.ValuesErased))))
                property.SetValue(made, Make(property.PropertyType, type, property.Name));
        }

        return made;
    }

    private string Text(Type owner, string name)
    {
        if (Clear.Contains((owner, name)))
            return $"clear-{++_last}";
        var secret = $"planted-{++_last}-{owner.Name}-{name}";
        Secrets.Add(secret);
        return secret;
    }
}

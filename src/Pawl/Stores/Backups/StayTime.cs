using Pawl.Pipelines;

namespace Pawl.Stores.Backups;

/// <summary>For how long builds of a kind stay in a store after their last change: an age, or forever.</summary>
public readonly record struct StayTime
{
    private const string Always = "forever";

    private readonly TimeSpan? _age;

    private StayTime(TimeSpan age) => _age = age;

    /// <summary>They stay.</summary>
    public static StayTime Forever => default;

    /// <summary>They stay until they are that old.</summary>
    public static StayTime Of(TimeSpan age) => new(age);

    /// <summary>True when they go some time.</summary>
    /// <param name="age">When.</param>
    public bool HasEnd(out TimeSpan age)
    {
        age = _age.GetValueOrDefault();
        return _age is not null;
    }

    /// <summary>Reads <c>forever</c>, a duration, or weeks.</summary>
    public static bool TryParse(string text, out StayTime time, out Complaint complaint)
    {
        (time, complaint) = (Forever, default);
        if (text == Always)
            return true;
        if (!Retention.TryParseAge(text, out var age, out complaint))
            return false;
        time = Of(age);
        return true;
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => _age is { } age ? Retention.FormatAge(age) : Always;
}

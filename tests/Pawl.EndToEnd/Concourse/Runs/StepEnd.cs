namespace Pawl.EndToEnd.Concourse.Runs;

/// <summary>How a step of a Concourse job ended.</summary>
internal enum StepEnd
{
    /// <summary>Well.</summary>
    Succeeded,

    /// <summary>Its script said no.</summary>
    Failed,

    /// <summary>It couldn't be run.</summary>
    Errored,

    /// <summary>Somebody aborted the run.</summary>
    Aborted,
}

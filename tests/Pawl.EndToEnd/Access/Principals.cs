namespace Pawl.EndToEnd.Access;

/// <summary>A place for builds on a server that enforces rights, and who has which.</summary>
internal abstract class Principals : IAsyncDisposable
{
    /// <summary>The store's URL for a role, as whoever has it writes it.</summary>
    public abstract string StoreOf(string role);

    /// <summary>The store's URL as `pawl store policy` is asked about it.</summary>
    public virtual string PolicyUrl => StoreOf("maker");

    /// <summary>True when the server knows a right to delete that is for some objects only.</summary>
    public virtual bool LimitsDeletion => true;

    /// <summary>What a worker may not do, past Pawl: each throws what the server answers.</summary>
    public abstract IEnumerable<(string What, Func<Task> Try)> Forbidden();

    /// <summary>True when this is the server's refusal.</summary>
    public abstract bool IsRefusal(Exception e);

    /// <summary>Makes a principal that has what the policy says, and nothing else.</summary>
    public abstract Task GrantAsync(string role, string policy);

    /// <summary>Puts a principal's credentials into the program's environment; `maker` may do everything.</summary>
    public abstract void Become(string role, Dictionary<string, string> variables);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

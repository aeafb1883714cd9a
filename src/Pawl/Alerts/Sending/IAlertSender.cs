namespace Pawl.Alerts;

/// <summary>Brings a message to one channel.</summary>
public interface IAlertSender
{
    /// <summary>Sends a message, in some seconds or not at all. Never throws because of the channel.</summary>
    ValueTask<SendResult> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}

/// <summary>How sending ended.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The channel has it.</summary>
    public sealed record Sent : SendResult;

    /// <summary>The channel hasn't got it, or nobody knows.</summary>
    /// <param name="Error">Why, without secrets.</param>
    /// <param name="Fault">Whether the channel may be well again soon.</param>
    /// <param name="NotBefore">How long the channel wants to be left alone; null when it didn't say.</param>
    public sealed record Failed(string Error, SendFault Fault, TimeSpan? NotBefore = null) : SendResult;
}

/// <summary>Why sending fails.</summary>
public enum SendFault
{
    /// <summary>It may go well soon: no answer, an overloaded server.</summary>
    Passing,

    /// <summary>It won't until somebody changes something: a wrong address, no rights. It is still tried, now and then.</summary>
    Lasting,
}

namespace Pawl.Alerts;

/// <summary>A channel during one pass over what is owed to it.</summary>
internal sealed class AlertRoute(AlertChannel channel, IAlertSender sender, ChannelHealth health)
{
    public AlertChannel Channel => channel;

    public IAlertSender Sender => sender;

    /// <summary>How it stands, as far as this pass knows.</summary>
    public ChannelHealth Health { get; set; } = health;

    /// <summary>True until something couldn't be sent: then the rest waits.</summary>
    public bool IsWell { get; set; } = true;
}

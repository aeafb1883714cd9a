using Pawl.Running;

namespace Pawl.Cli.Verbs.Erasing;

/// <summary>Deletes logs on this machine.</summary>
internal static class LogRemoval
{
    /// <summary>Deletes them; one that can't be deleted is told of, and must be deleted by hand.</summary>
    public static void Remove(Invocation call, IReadOnlyList<AttemptLogFile> logs)
    {
        foreach (var log in logs)
        {
            try
            {
                File.Delete(log.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                call.Terminal.Note($"{log.Path} can't be deleted: {e.Message}; delete it by hand");
            }
        }
    }
}

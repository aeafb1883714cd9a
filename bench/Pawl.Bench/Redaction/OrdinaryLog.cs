using System.Text;
using Pawl.Tests.Secrets.Corpus;

namespace Pawl.Bench.Redaction;

/// <summary>The output of ordinary builds: the lines of the tests' corpus, again and again with other numbers.</summary>
internal static class OrdinaryLog
{
    /// <summary>So many bytes of it, or a few more.</summary>
    public static byte[] Make(int bytes)
    {
        var log = new MemoryStream(bytes + 4_096);
        for (var rounds = 4; log.Length < bytes; rounds++)
        {
            foreach (var (_, line) in CleanLines.All(rounds))
            {
                log.Write(Encoding.UTF8.GetBytes(line));
                log.WriteByte((byte)'\n');
                if (log.Length >= bytes)
                    break;
            }
        }

        return log.ToArray();
    }
}

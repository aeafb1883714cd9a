using System.Text;

namespace Pawl.Fuzz.Engine;

/// <summary>Where a target's inputs and findings are kept between runs.</summary>
/// <param name="root">The folder of all targets.</param>
/// <param name="target">The target.</param>
internal sealed class TargetFolder(string root, Target target)
{
    /// <summary>The folder itself.</summary>
    public string Root => Path.Combine(root, target.Name);

    /// <summary>Inputs that each reached something new.</summary>
    public string Corpus => Path.Combine(Root, "corpus");

    /// <summary>Inputs that broke a promise, each with a text beside it that says how.</summary>
    public string Findings => Path.Combine(Root, "findings");

    /// <summary>The input that is being tried, for the case that the process doesn't survive it.</summary>
    public string LastInput => Path.Combine(Root, "last-input");

    /// <summary>The target's words, as libFuzzer reads them.</summary>
    public string Dictionary => Path.Combine(Root, "words.dict");

    /// <summary>What libFuzzer said.</summary>
    public string Log => Path.Combine(Root, "log.txt");

    /// <summary>Makes the folders. Earlier findings become inputs again: those that are mended are none any more, the others are found at
    /// once.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(Corpus);
        Directory.CreateDirectory(Findings);
        foreach (var file in Directory.GetFiles(Findings))
        {
            if (Path.GetExtension(file) == Finding.TextExtension)
                File.Delete(file);
            else
                File.Move(file, Path.Combine(Corpus, Path.GetFileName(file)), overwrite: true);
        }

        File.WriteAllLines(Dictionary, target.Words.Select(Quote));
    }

    private static string Quote(string word)
    {
        var text = new StringBuilder("\"");
        foreach (var b in Encoding.UTF8.GetBytes(word))
            text.Append(b is >= 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:X2}");
        return text.Append('"').ToString();
    }
}

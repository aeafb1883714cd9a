namespace Pawl.Pipelines;

/// <summary>Finds the word that somebody meant.</summary>
public static class Suggestion
{
    private const int MaxLength = 40;
    private const int LettersPerSlip = 3;

    /// <summary>The known word that is nearest to a misspelled one; empty when none is near.</summary>
    public static string For(string text, IEnumerable<string> known)
    {
        if (text.Length > MaxLength)
            return "";
        var folded = Fold(text);
        var nearest = known.MinBy(word => Distance(folded, Fold(word))) ?? "";
        return Distance(folded, Fold(nearest)) <= Math.Max(1, text.Length / LettersPerSlip) ? nearest : "";
    }

    private static string Fold(string text) => text.Replace('-', '_').ToLowerInvariant();

    /// <summary>How many letters must be put in, taken out, replaced or swapped with the next (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[left.Length, right.Length];
    }
}

using Pawl.Erasing;
using Xunit;

namespace Pawl.Tests.Erasing;

/// <summary>A person is found where he is named, and nowhere else.</summary>
public sealed class SubjectTests
{
    [Theory]
    [InlineData("Jane Doe", "by JANE DOE.", true)]
    [InlineData("jdoe", "/home/jdoe/p.yaml", true)]
    [InlineData("jdoe", "jdoe@laptop", true)]
    [InlineData("jdoe", "jdoe2", false)]
    [InlineData("Ann", "Annotation, Joann", false)]
    [InlineData("Ann", "Joann and Ann", true)]
    [InlineData("jane@example.org", "https://x/?mail=jane%40example.org&a=1", true)]
    [InlineData("jane@example.org", "mary-jane@example.org", true)]
    [InlineData("Jürgen Groß", "an jürgen groß", true)]
    [InlineData("Jane Doe", "Jane  \u00a0DOE\tcame", true)]
    [InlineData("Jane  Doe", "by Jane Doe", true)]
    [InlineData("Jane Doe", "Jane, Doe", false)]
    [InlineData("Jane Doe", "?q=Jane+Doe", true)]
    [InlineData("José Núñez", "{\"by\":\"Jos\\u00e9 N\\u00fa\\u00f1ez\"}", true)]
    [InlineData("j.d+x@example.org", "to j.d+x@example.org", true)]
    [InlineData("j.d+x@example.org", "to jxd+x@example.org", false)]
    [InlineData("山田太郎", "by 山田太郎 (ops)", true)]
    public void Whole_words_in_any_case(string name, string text, bool isIn)
    {
        var subject = new Subject([name]);
        Assert.Equal(isIn, subject.IsIn(text));
        Assert.Equal(isIn, subject.MaskIn(text) != text);
        Assert.False(subject.IsIn(subject.MaskIn(text)));
    }

    [Fact]
    public void Each_name_is_masked_the_longest_first_and_the_rest_stays()
    {
        var subject = new Subject(["jane", "Jane Doe", " "]);
        Assert.Equal("(erased) and (erased), janet", subject.MaskIn("jane doe and Jane, janet"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Al")]
    public void What_would_be_found_everywhere_is_refused(string name) => Assert.Throws<ArgumentException>(() => new Subject([name]));
}

using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class SourcePlacesTests
{
    [Theory]
    [InlineData("abc", 1, 2, 2, "abc", 1)]
    [InlineData("é日\U0001F600x", 1, 10, 5, "é日\U0001F600x", 4)]
    [InlineData("\uFEFFabc", 1, 4, 1, "abc", 0)]
    [InlineData("\uFEFFabc\nd", 2, 1, 1, "d", 0)]
    [InlineData("a\r\nb\rc\nd", 2, 1, 1, "b", 0)]
    [InlineData("a\r\nb\rc\nd", 3, 1, 1, "c", 0)]
    [InlineData("a\r\nb\rc\nd", 4, 2, 2, "d", 1)]
    [InlineData("abc", 1, 99, 4, "abc", 3)]
    public void A_byte_column_becomes_a_column_in_characters(string text, int line, int column, int expected, string shown, int index)
    {
        var places = new SourcePlaces([new("a.md", Encoding.UTF8.GetBytes(text))]);

        places.Utf16Column(At(line, column)).ShouldBe(expected);
        places.Around(At(line, column), 50).ShouldBe((shown, index));
    }

    [Fact]
    public void What_has_no_place_has_no_column()
    {
        var places = new SourcePlaces([new("a.md", "abc\n"u8.ToArray())]);

        places.Utf16Column(At(0, 0)).ShouldBeNull();
        places.Utf16Column(At(9, 1)).ShouldBeNull();
        places.Utf16Column(At(1, 1) with { File = null }).ShouldBeNull();
        places.Around(At(1, 1) with { File = "b.md" }, 10).ShouldBeNull();
    }

    [Fact]
    public void Only_what_is_near_is_shown_and_never_half_a_character()
    {
        var places = new SourcePlaces([new("a.md", Encoding.UTF8.GetBytes(new string('日', 100) + "x" + new string('é', 100)))]);

        places.Around(At(1, 301), 10).ShouldBe(($"…{new string('日', 3)}x{new string('é', 5)}…", 4));
    }

    [Fact]
    public void Many_issues_in_one_line_are_counted_in_step_in_any_order()
    {
        var text = string.Concat(Enumerable.Repeat("é[", 1000));
        var places = new SourcePlaces([new("a.md", Encoding.UTF8.GetBytes(text)), new("b.md", "x"u8.ToArray())]);
        int[] wanted = [3, 300, 6, 2998, 3];

        wanted.Select(c => places.Utf16Column(At(1, c))).ShouldBe(wanted.Select(c => (int?)((c - 1) / 3 * 2) + ((c - 1) % 3 == 2 ? 2 : 1)));
    }

    private static Issue At(int line, int column) => new("structure.h1", Severity.Error, "a.md", line, column, "", "");
}

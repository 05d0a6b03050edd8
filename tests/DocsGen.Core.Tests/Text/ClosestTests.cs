using DocsGen.Core.Text;

namespace DocsGen.Core.Tests.Text;

public class ClosestTests
{
    [Fact]
    public void The_closest_is_the_one_that_a_plain_reckoning_finds()
    {
        var random = new SeededBytes(7);
        string Word() => new([.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => "abAB-"[random.Next(5)])]);
        for (var round = 0; round < 3_000; round++)
        {
            var text = Word();
            var candidates = Enumerable.Range(0, 6).Select(_ => Word()).ToList();

            Closest.Of(text, candidates).ShouldBe(Plainly(text, candidates), $"{text} among {string.Join(' ', candidates)}");
        }
    }

    [Theory]
    [InlineData("docs/part-17/page-01234.mdx", "docs/part-17/page-01234.md")]
    [InlineData("docs/part-17/pgae-01234.md", "docs/part-17/page-01234.md")]
    [InlineData("dcos/part-17/page-01234.md", "docs/part-17/page-01234.md")]
    [InlineData("docs/Part-17/Page-01234.md", "docs/part-17/page-01234.md")]
    [InlineData("part-17/page-01234.md", "docs/part-17/page-01234.md")]
    [InlineData("nothing of the kind", null)]
    public void Among_many_names_a_slip_is_found_without_looking_at_all(string misspelt, string? meant)
    {
        var names = new NearNames(Enumerable.Range(0, 3_000).Select(i => $"docs/part-{i % 97:00}/page-{i:00000}.md").Append("docs/part-17/page-01234.md"));

        names.Closest(misspelt).ShouldBe(meant);
    }

    [Fact]
    public void Among_few_names_all_are_compared()
    {
        new NearNames(["abcdefgh.md", "zzz.md"]).Closest("xbcdefgx.md").ShouldBe("abcdefgh.md");
        new NearNames([]).Closest("a").ShouldBeNull();
    }

    private static string? Plainly(string text, List<string> candidates) => candidates
        .Select(c => (Name: c, Far: Distance(text.ToLowerInvariant(), c.ToLowerInvariant())))
        .Where(c => c.Far <= (text.Length < 3 ? 1 : Math.Max(2, text.Length / 3)))
        .OrderBy(c => c.Far).ThenBy(c => c.Name, StringComparer.Ordinal)
        .Select(c => c.Name).FirstOrDefault();

    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) table[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                table[i, j] = Math.Min(table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1), Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
            }
        }

        return table[left.Length, right.Length];
    }
}

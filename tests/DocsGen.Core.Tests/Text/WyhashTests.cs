using System.Text;
using DocsGen.Core.Text;

namespace DocsGen.Core.Tests.Text;

public sealed class WyhashTests
{
    [Theory]
    [InlineData("", "42bc986dc5eec4d3")]
    [InlineData("a", "6cf84e5a2465e867")]
    [InlineData("abc", "b4808df22d44ffcf")]
    [InlineData("hello world", "19f24a02fe04c3ca")]
    [InlineData("# Test Content", "ac1197860850e3a9")]
    [InlineData("# Title\n\nBody text.\n", "a67d0a9bfec51028")]
    [InlineData("Grüße, 世界 🌍\n", "45a6ad392d1dfd82")]
    [InlineData("line\r\nline2\r\n", "67e3f699692fb465")]
    public void It_gives_the_values_that_the_protocol_knows(string text, string hash) => Wyhash.Hex(Encoding.UTF8.GetBytes(text)).ShouldBe(hash);

    [Theory]
    [InlineData(3, "76e2516094a5b5cd")]
    [InlineData(4, "dd11e7ef71efd380")]
    [InlineData(8, "827149fafb03baef")]
    [InlineData(16, "f0ce8b455f5b90f3")]
    [InlineData(17, "c1abf2f02f409d04")]
    [InlineData(48, "f3e2a586245178a3")]
    [InlineData(49, "4b59dc48278d6857")]
    [InlineData(96, "3b10c3e3809fbb99")]
    [InlineData(97, "60a5cc29f686e525")]
    [InlineData(1000, "a2b64cce60b2c55a")]
    public void It_gives_the_values_at_the_borders_of_its_blocks(int length, string hash) => Wyhash.Hex(Encoding.UTF8.GetBytes(new string('x', length))).ShouldBe(hash);

    [Fact]
    public void Leading_zeros_are_not_written()
    {
        var texts = Enumerable.Range(0, 2000).Select(i => BitConverter.GetBytes(i)).ToList();
        var small = texts.First(t => Wyhash.Of(t) >> 60 == 0);
        Wyhash.Hex(small).Length.ShouldBeLessThan(16);
        Wyhash.Hex(small)[0].ShouldNotBe('0');
    }
}

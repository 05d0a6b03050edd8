using DocsGen.Core.Tests.Validation.Rules;

namespace DocsGen.Core.Tests.Validation;

public class ErrorRuleTests
{
    [Fact]
    public void Messages_are_compared_as_rendered()
    {
        ErrorDocs.With(ErrorDocs.Table).Issues("ui.error_message_mismatch").ShouldBeEmpty();
        ErrorDocs.With(ErrorDocs.Table).Issues("ui.error_code_orphan").ShouldBeEmpty();
    }
}

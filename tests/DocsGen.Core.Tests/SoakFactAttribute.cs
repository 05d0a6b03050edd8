namespace DocsGen.Core.Tests;

/// <summary>A test that needs a quiet machine and minutes: skipped unless <c>./test --soak</c> asks for it. Its name says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SoakFactAttribute : FactAttribute
{
    public SoakFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCSGEN_SOAK"))) Skip = "It measures, and takes minutes: ./test --soak runs it.";
    }
}

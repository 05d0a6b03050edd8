using DocsGen.Storage.Files;

namespace DocsGen.Storage.Tests.Files;

public sealed class BlobStreamTests
{
    [Fact]
    public async Task A_content_whose_disk_fails_while_it_is_read_is_the_stores_fault_and_no_input_of_the_callers()
    {
        // The first page of a process is mapped nowhere: the kernel answers EIO.
        await using var content = new BlobStream(new FileStream("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));
        var buffer = new byte[16];
        Should.Throw<StoreFailedException>(() => content.Read(buffer, 0, buffer.Length)).Message.ShouldStartWith("store.failed: /proc/self/mem could not be read: ");
        await Should.ThrowAsync<StoreFailedException>(async () => await content.ReadExactlyAsync(buffer));
        await Should.ThrowAsync<StoreFailedException>(() => content.CopyToAsync(Stream.Null));
    }
}

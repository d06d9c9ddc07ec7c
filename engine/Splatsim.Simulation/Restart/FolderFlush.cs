using System.Runtime.InteropServices;

namespace Splatsim.Simulation;

/// <summary>Brings a folder's names to the disk: renaming a file changes the folder, which is written later than the file.</summary>
internal static partial class FolderFlush
{
    // O_RDONLY and EINVAL have these numbers everywhere.
    private const int ReadOnly = 0, InvalidArgument = 22;

    private static int NotSupported => OperatingSystem.IsMacOS() ? 45 : 95;

    /// <summary>Waits until the names in a folder are on the disk. Windows has no such call and keeps a journal of names instead.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The folder cannot be opened or written.</exception>
    public static void ToDisk(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int handle = Open(folder, ReadOnly);
        if (handle < 0) throw new IOException($"{folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        int result = Flush(handle);
        // File systems without such a call, as those over a network may be, say so; they promise no more than they did before.
        int reason = Marshal.GetLastPInvokeError();
        string? error = result < 0 && reason != InvalidArgument && reason != NotSupported ? Marshal.GetLastPInvokeErrorMessage() : null;
        _ = Close(handle);
        if (error is not null) throw new IOException($"{folder} cannot be brought to the disk: {error}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}

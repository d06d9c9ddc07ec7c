namespace Splatsim.Imaging;

/// <summary>Writes a file beside its target and renames it at the end, so that nobody ever sees half a file.</summary>
internal static class TemporaryFile
{
    /// <summary>
    /// A name in the target's folder that no other writer has. The extension stays, because encoders choose by it.
    /// </summary>
    internal static string NameFor(string path)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? ".";
        return Path.Combine(
            folder, $".{Path.GetFileNameWithoutExtension(full)}-{Guid.NewGuid():N}{Path.GetExtension(full)}");
    }

    /// <summary>Makes the folder that the target is in.</summary>
    internal static void MakeFolder(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null) return;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(
                path, $"the folder cannot be made ({error.Message})", "choose a folder that can be written", error);
        }
    }

    /// <summary>Gives the finished temporary file its final name.</summary>
    internal static void Publish(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
            throw new ImageException(
                path, $"cannot be written ({error.Message})", "choose a path that can be written", error);
        }
    }

    /// <summary>Removes the temporary file if it is there.</summary>
    internal static void Remove(string temporary)
    {
        if (File.Exists(temporary)) File.Delete(temporary);
    }

    /// <summary>Writes all bytes to the target by way of a temporary name.</summary>
    internal static void WriteAll(string path, ReadOnlySpan<byte> bytes)
    {
        MakeFolder(path);
        string temporary = NameFor(path);
        try
        {
            File.WriteAllBytes(temporary, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
            throw new ImageException(
                path, $"cannot be written ({error.Message})", "free disk space or choose another path", error);
        }

        Publish(temporary, path);
    }
}

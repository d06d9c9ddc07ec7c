using System.IO.MemoryMappedFiles;
using System.Reflection;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Splatsim.Imaging;

/// <summary>
/// Loads OpenCV's native library. Its Linux build names desktop libraries (GTK, X11, Pango...) that servers lack; only
/// its on-screen windows use them and they are bound lazily, so a copy without those names loads and reads and writes films.
/// </summary>
internal static class OpenCvLibrary
{
    private const string Name = "OpenCvSharpExtern";
    private static readonly Lazy<string?> problem = new(Load);

    /// <summary>Makes sure that OpenCV can be called.</summary>
    /// <param name="path">File that needs it, for the message.</param>
    /// <param name="fix">What to do without OpenCV.</param>
    /// <exception cref="ImageException">The library is missing or cannot be loaded.</exception>
    internal static void Require(string path, string fix)
    {
        if (problem.Value is string what) throw new ImageException(path, what, fix);
    }

    private static string? Load()
    {
        Assembly assembly = typeof(Cv2).Assembly;
        if (NativeLibrary.TryLoad(Name, assembly, null, out _)) return null;
        string? file = FindFile(assembly);
        if (file is null)
        {
            return $"OpenCV's native library is not part of this {RuntimeInformation.RuntimeIdentifier} program";
        }

        if (!OperatingSystem.IsLinux()) return $"{file} cannot be loaded";
        try
        {
            nint handle = LoadWithoutMissingLibraries(file);
            NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == Name ? handle : 0);
            return null;
        }
        catch (Exception error) when (
            error is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return $"{file} cannot be loaded ({error.Message})";
        }
    }

    private static nint LoadWithoutMissingLibraries(string file)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("splatsim-opencv-");
        try
        {
            string copy = Path.Combine(folder.FullName, Path.GetFileName(file));
            File.Copy(file, copy);
            RemoveMissingLibraries(copy);
            return NativeLibrary.Load(copy);
        }
        finally
        {
            // The loader keeps its mapping; nothing needs the name any more.
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Edits the copy through a mapping: of its 114 MB only a few pages are touched.</summary>
    private static unsafe void RemoveMissingLibraries(string copy)
    {
        int length = checked((int)new FileInfo(copy).Length);
        using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(copy, FileMode.Open);
        using MemoryMappedViewAccessor view = file.CreateViewAccessor();
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            ElfDependencies.Remove(new Span<byte>(start, length), static library => !CanLoad(library));
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private static bool CanLoad(string library)
    {
        if (!NativeLibrary.TryLoad(library, out nint handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }

    private static string? FindFile(Assembly assembly)
    {
        string name = OperatingSystem.IsWindows() ? $"{Name}.dll"
            : OperatingSystem.IsMacOS() ? $"lib{Name}.dylib"
            : $"lib{Name}.so";
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        IEnumerable<string> folders = searched
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}

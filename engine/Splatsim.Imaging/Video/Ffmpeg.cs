using System.ComponentModel;
using System.Diagnostics;

namespace Splatsim.Imaging;

/// <summary>Finds the ffmpeg program and what it can encode.</summary>
internal static class Ffmpeg
{
    // In order of preference: the reference encoder, then the operating systems' own. Encoders of graphics cards are
    // not tried: they are listed even where the card is missing, and fail only when the film starts.
    private static readonly string[] encoders = ["libx264", "h264_videotoolbox", "h264_mf", "libopenh264"];

    /// <summary>The full path of ffmpeg on the PATH, or null.</summary>
    internal static string? Find() => Find(Environment.GetEnvironmentVariable("PATH"));

    /// <summary>The full path of ffmpeg in a list of folders, or null.</summary>
    internal static string? Find(string? searchPath)
    {
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        foreach (string folder in (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string candidate = Path.Combine(folder, name);
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }

    /// <summary>The best H.264 encoder that this ffmpeg was built with, or null.</summary>
    internal static string? FindH264Encoder(string ffmpeg)
    {
        ProcessStartInfo start = new(ffmpeg, ["-hide_banner", "-encoders"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            string[] words = process.StandardOutput.ReadToEnd().Split(
                [' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            return Array.Find(encoders, encoder => words.Contains(encoder));
        }
        catch (Win32Exception)
        {
            // A file of that name that cannot be run has no encoder; the caller says which one was tried.
            return null;
        }
    }
}

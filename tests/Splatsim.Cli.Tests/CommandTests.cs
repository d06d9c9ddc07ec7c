using System.Diagnostics;
using System.Text.Json;

namespace Splatsim.Tests;

/// <summary>Every verb on the bundled captures, as a user calls it: exit codes, files, one-line errors.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-cli-").FullName;

    private static string Capture(string name) => Path.Combine(GoldenData.Checkout, "samples", "captures", name + ".spz");

    private static string SceneFile(string name) => Path.Combine(GoldenData.Checkout, "samples", "scenes", name + ".json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Info_Json_CountsTheSplats()
    {
        (int code, string output, _) = CommandRunner.Run("info", Capture("can"), "--json");
        Assert.Equal(0, code);
        JsonElement record = JsonDocument.Parse(output).RootElement[0];
        Assert.Equal(3, record.GetProperty("degree").GetInt32());
        // The scene spans the table (0.8 m) and the wall behind it: metres, not millimetres.
        Assert.InRange(record.GetProperty("maximum")[0].GetDouble(), 0.3, 2);
        int splats = record.GetProperty("splats").GetInt32();
        Assert.Equal(splats, record.GetProperty("opacityHistogram").EnumerateArray().Sum(e => e.GetInt32()));
    }

    [Fact]
    public void Convert_CropRotateDegree_WritesWhatInfoReads()
    {
        string target = Path.Combine(folder, "part.ply");
        (int code, string output, _) = CommandRunner.Run(
            "convert", Capture("can"), target, "--crop", "-0.1,-0.2,-0.1,0.1,0.01,0.1", "--rotate", "x:90", "--degree", "1", "--json");
        Assert.Equal(0, code);
        JsonElement record = JsonDocument.Parse(output).RootElement;
        int written = record.GetProperty("splatsWritten").GetInt32();
        Assert.InRange(written, 1000, record.GetProperty("splatsRead").GetInt32() - 1);
        JsonElement info = JsonDocument.Parse(CommandRunner.Run("info", target, "--json").Output).RootElement[0];
        Assert.Equal(written, info.GetProperty("splats").GetInt32());
        Assert.Equal(1, info.GetProperty("degree").GetInt32());
        // y in -0.2 .. 0.01 turned by 90 degrees about x becomes z in the same range.
        Assert.InRange(info.GetProperty("minimum")[2].GetDouble(), -0.2, -0.1);
    }

    [Fact]
    public void Render_Orbit_WritesAPicture()
    {
        string target = Path.Combine(folder, "can.png");
        Assert.Equal(0, CommandRunner.Run("render", Capture("can"), "-o", target, "--size", "160x90").Code);
        // PNG, 160 x 90: width and height are the big-endian numbers at bytes 16 and 20.
        byte[] png = File.ReadAllBytes(target);
        Assert.Equal((160, 90), (png[19], png[23]));
        Assert.True(png.Length > 2000, "a picture of nothing compresses to less");
    }

    [Fact]
    public void Render_Scene_UsesItsOwnCameraAndSize()
    {
        string target = Path.Combine(folder, "toy.png");
        (int code, _, string error) = CommandRunner.Run("render", SceneFile("toy"), "-o", target);
        Assert.True(code == 0, error);
        byte[] png = File.ReadAllBytes(target);
        // The scene file asks for 960 x 540.
        Assert.Equal((960, 540), ((png[18] << 8) | png[19], (png[22] << 8) | png[23]));
    }

    [Fact]
    public void Materials_Search_FindsAndSuggests()
    {
        (int code, string output, _) = CommandRunner.Run("materials", "jelly", "--json");
        Assert.Equal(0, code);
        Assert.NotEmpty(JsonDocument.Parse(output).RootElement.EnumerateArray());
        Assert.Equal(3, CommandRunner.Run("materials", "no such thing").Code);
    }

    // The words that a person reads, not the record for machines: a unit in square brackets must not be taken for a colour.
    [Theory]
    [InlineData("kg/m^3", "materials")]
    [InlineData("viscoplastic", "materials", "clay")]
    [InlineData("spinning-cube", "verify", "--list")]
    [InlineData("processors", "devices")]
    [InlineData("splats", "info", "samples/captures/can.spz")]
    public void Verb_AsText_PrintsATable(string expected, params string[] arguments)
    {
        string[] located = [.. arguments.Select(a => a.EndsWith(".spz") ? Path.Combine(GoldenData.Checkout, a) : a)];
        (int code, string output, string error) = CommandRunner.Run(located);
        Assert.True(code == 0, error);
        Assert.Contains(expected, output);
    }

    [Fact]
    public void Check_Scene_PrintsTheCost()
    {
        (int code, string output, string error) = CommandRunner.Run("check", SceneFile("toy"), "--resolution", "16", "--json");
        Assert.True(code == 0, error);
        JsonElement report = JsonDocument.Parse(output).RootElement.GetProperty("report");
        Assert.True(report.GetProperty("particleCount").GetInt32() > 500);
        Assert.True(report.GetProperty("timeStep").GetDouble() > 0);
    }

    [Fact]
    public void Gradcheck_Scene_ComparesAndPlots()
    {
        string plot = Path.Combine(folder, "gradients.png");
        (int code, string output, string error) = CommandRunner.Run(
            "gradcheck", SceneFile("toy"), "--particles", "200", "--horizon", "0.02", "--points", "2", "-p", "gravity.y", "-p", "material.*.youngsModulus", "--plot", plot, "--json");
        Assert.True(code == 0, error);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.True(report.GetProperty("right").GetBoolean());
        Assert.InRange(report.GetProperty("particleCount").GetInt32(), 50, 200);
        Assert.Equal(2, report.GetProperty("parameters").GetArrayLength());
        Assert.Equal("right", report.GetProperty("parameters")[0].GetProperty("verdict").GetString());
        Assert.True(new FileInfo(plot).Length > 5000);
    }

    [Theory]
    // Water that reaches a wall without thickness; a box that is a cell of 0.04 m thick where 1000 particles want larger ones.
    [InlineData("glass", "300", "0.08", "boundary.0.position.y")]
    [InlineData("table", null, "0.01", "velocity.x")]
    public void Gradcheck_SamplesWithThinWalls_AreRight(string sample, string? particles, string horizon, string parameter)
    {
        string[] number = particles is null ? [] : ["--particles", particles];
        (int code, string output, string error) = CommandRunner.Run(
            ["gradcheck", SceneFile(sample), .. number, "--horizon", horizon, "--points", "1", "-p", "gravity.y", "-p", parameter, "--json"]);
        Assert.True(code == 0, error);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.True(report.GetProperty("right").GetBoolean());
        Assert.All(report.GetProperty("parameters").EnumerateArray(), p => Assert.Equal("right", p.GetProperty("verdict").GetString()));
    }

    [Fact]
    public void Gradcheck_WhatHasNoDerivative_IsNamed()
    {
        // The emitter and both sinks of the scene.
        (int code, string output, string error) = CommandRunner.Run("gradcheck", SceneFile("sand"), "--particles", "2000", "--json");
        Assert.Equal(3, code);
        Assert.Contains("Events[0] (EmitterEvent)", error);
        Assert.Equal(3, JsonDocument.Parse(output).RootElement.GetProperty("notDifferentiable").GetArrayLength());
    }

    [Fact]
    public void Gradcheck_UnknownParameterOrLoss_IsRefused()
    {
        (int code, _, string error) = CommandRunner.Run("gradcheck", SceneFile("toy"), "--particles", "200", "-p", "gravity.w");
        Assert.Equal(3, code);
        Assert.Contains("gravity.w", error);
        (code, _, error) = CommandRunner.Run("gradcheck", SceneFile("toy"), "--loss", "beauty");
        Assert.Equal(3, code);
        Assert.Contains("displacement", error);
        Assert.Equal(2, CommandRunner.Run("gradcheck", SceneFile("toy"), "--horizon", "-1").Code);
        // It shows no frames, and runs on the processor.
        foreach (string option in (string[])["--size", "--color", "--fps", "--device"]) Assert.Equal(2, CommandRunner.Run("gradcheck", SceneFile("toy"), option, "1").Code);
    }

    [Fact]
    public void NewThenCheck_Capture_IsAValidScene()
    {
        string scene = Path.Combine(folder, "can.json");
        (int code, _, string error) = CommandRunner.Run("new", Capture("can"), "-o", scene);
        Assert.True(code == 0, error);
        Assert.True(File.Exists(Path.Combine(folder, "splatsim.scene.schema.json")));
        Assert.Equal(2, CommandRunner.Run("new", Capture("can"), "-o", scene).Code);
        (code, _, error) = CommandRunner.Run("check", scene, "--resolution", "12", "--json");
        Assert.True(code == 0, error);
    }

    [Fact]
    public void Animate_BareCapture_WritesEverything()
    {
        string video = Path.Combine(folder, "frames", "%03d.png"), csv = Path.Combine(folder, "s.csv"), plot = Path.Combine(folder, "p.png");
        string sheet = Path.Combine(folder, "sheet.png"), splats = Path.Combine(folder, "moved", "%04d.spz");
        (int code, string output, string error) = CommandRunner.Run(
            "animate", Capture("can"), "--material", "jelly", "-o", video, "--statistics", csv, "--plot", plot, "--sheet", sheet, "--export", splats,
            "--duration", "0.1", "--resolution", "12", "--size", "160x90", "--json");
        Assert.True(code == 0, error);
        Assert.Equal(4, JsonDocument.Parse(output).RootElement.GetProperty("frames").GetInt32());
        Assert.Equal(4, Directory.GetFiles(Path.Combine(folder, "frames")).Length);
        Assert.Equal(4, Directory.GetFiles(Path.Combine(folder, "moved")).Length);
        // A header and a row per frame.
        Assert.Equal(5, File.ReadAllLines(csv).Length);
        Assert.True(new FileInfo(plot).Length > 5000 && new FileInfo(sheet).Length > 2000);
        Assert.Contains("note: scale", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "cannot be opened", "info", "absent.ply")]
    [InlineData(2, "did you mean info", "inof")]
    [InlineData(2, "6 numbers", "convert", "CAPTURE", "out.ply", "--crop", "1,2")]
    [InlineData(3, "extension", "convert", "CAPTURE", "out.xyz")]
    [InlineData(3, "jelly", "animate", "CAPTURE", "--material", "jely", "--resolution", "8")]
    public void Wrong_Input_IsOneLineAndAnExitCode(int expected, string mention, params string[] arguments)
    {
        (int code, _, string error) = CommandRunner.Run([.. arguments.Select(a => a == "CAPTURE" ? Capture("can") : a)]);
        Assert.Equal(expected, code);
        Assert.Contains(mention, error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Animate_Interrupted_KeepsThePicturesSoFar()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs kill -INT");
        string frames = Path.Combine(folder, "frames");
        using Process process = CommandRunner.Start(
            "animate", Capture("can"), "-o", Path.Combine(frames, "%04d.png"), "--duration", "1000", "--resolution", "12", "--size", "64x36");
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMinutes(3) && !(Directory.Exists(frames) && Directory.GetFiles(frames).Length >= 3)) Thread.Sleep(50);
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) kill.WaitForExit();
        Assert.True(process.WaitForExit(60_000), "it did not stop");
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("stopped early", process.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(frames, "*.png"), file => Assert.True(new FileInfo(file).Length > 100));
    }
}

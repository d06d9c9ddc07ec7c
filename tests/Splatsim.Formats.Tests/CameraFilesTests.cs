using System.Text;
using Splatsim.Splats;

namespace Splatsim.Formats.Tests;

public class CameraFilesTests
{
    private const string Pose = "[[1,0,0,0],[0,1,0,0],[0,0,1,2],[0,0,0,1]]";

    [Theory]
    [InlineData("{\"frames\":[{\"transform_matrix\":" + Pose + "}]}", "$.frames[0]")]
    [InlineData("{\"w\":4,\"h\":4,\"frames\":[{\"transform_matrix\":" + Pose + "}]}", "fl_x")]
    [InlineData("{\"w\":4,\"h\":4,\"fl_x\":-3,\"frames\":[{\"transform_matrix\":" + Pose + "}]}", "$.fl_x")]
    [InlineData("{\"w\":4.5,\"h\":4,\"fl_x\":3,\"frames\":[{\"transform_matrix\":" + Pose + "}]}", "$.w")]
    [InlineData("{\"w\":4,\"h\":4,\"fl_x\":3,\"frames\":[{\"transform_matrix\":[[2,0,0,0],[0,2,0,0],[0,0,2,0]]}]}", "$.frames[0].transform_matrix")]
    [InlineData("{\"w\":4,\"h\":4,\"fl_x\":1e999,\"frames\":[{\"transform_matrix\":" + Pose + "}]}", "$.fl_x")]
    [InlineData("[{\"position\":[0,0]}]", "$[0]")]
    [InlineData("{\"cameras\":3}", "$.cameras")]
    [InlineData("{}", "frames")]
    [InlineData("{\"frames\":", "line 1")]
    public void BadJson_Read_NamesThePlace(string json, string place)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("transforms.json", Encoding.UTF8.GetBytes(json));
        SplatFormatException error = Assert.Throws<SplatFormatException>(() => CameraFiles.Read(path));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_Read_FindsTheModelOrTheJson()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<SplatFormatException>(() => CameraFiles.Read(folder.Path));
        folder.Write("transforms.json", Encoding.UTF8.GetBytes("// made by hand\n{\"w\":4,\"h\":2,\"fl_x\":3,\"frames\":[{\"file_path\":\"a.png\",\"transform_matrix\":" + Pose + "},]}"));
        Camera camera = Assert.Single(CameraFiles.Read(folder.Path));
        Assert.Equal(("a.png", 4, 2, 3.0, 3.0, 2.0, 1.0), (camera.Name, camera.Width, camera.Height, camera.Fx, camera.Fy, camera.Cx, camera.Cy));
        // OpenGL looks along -z: a camera at z = 2 sees the origin in front of it, at depth 2.
        Assert.Equal(2, camera.Translation.Z.Value);
        Assert.Equal(-1, camera.Rotation.M11.Value);
    }

    [Fact]
    public void FisheyeModel_ToCameras_WarnsAboutTheLens()
    {
        using TemporaryFolder folder = new();
        folder.Write("cameras.txt", "1 OPENCV_FISHEYE 8 6 4 5 3 2 0.1 0 0 0\n"u8);
        folder.Write("images.txt", "1 1 0 0 0 0 0 0 1 name with blanks.png\n"u8);
        List<string> warnings = [];
        Camera camera = Assert.Single(CameraFiles.Read(folder.Path, new CameraReadOptions { Warn = warnings.Add }));
        Assert.Equal(("name with blanks.png", 4.0, 5.0, 3.0, 2.0), (camera.Name, camera.Fx, camera.Fy, camera.Cx, camera.Cy));
        Assert.Contains("OPENCV_FISHEYE", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void ImageWithoutItsCamera_ToCameras_IsRefused()
    {
        using TemporaryFolder folder = new();
        folder.Write("cameras.txt", "1 PINHOLE 8 6 4 5 3 2\n"u8);
        folder.Write("images.txt", "1 1 0 0 0 0 0 0 2 a.png\n\n"u8);
        Assert.Contains("camera 2", Assert.Throws<SplatFormatException>(() => CameraFiles.Read(folder.Path)).Message, StringComparison.Ordinal);
    }
}

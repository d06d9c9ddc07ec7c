using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>An image of a COLMAP model: its pose (world to camera; x right, y down, z forward).</summary>
/// <param name="Id">Its number in the model.</param>
/// <param name="CameraId">Its camera.</param>
/// <param name="Name">Path of the image file below the image folder.</param>
/// <param name="Rotation">Unit quaternion of the world-to-camera rotation.</param>
/// <param name="Translation">Translation of the world-to-camera map [scene units].</param>
/// <param name="ObservationCount">Number of image points, with or without a point in space.</param>
public sealed record ColmapImage(
    int Id, int CameraId, string Name, Quaternion<Real64> Rotation, Vector3<Real64> Translation, int ObservationCount);

using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Parallel projection: u = fx x + cx with fx in pixels per scene unit. All rays have the camera's direction.</summary>
public readonly struct OrthographicModel : ICameraModel
{
    /// <inheritdoc/>
    public static int Period => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Project<T>(in CameraView<T> view, in Vector3<T> p, out ImagePoint<T> image)
        where T : unmanaged, IReal<T>
    {
        image.U = T.FusedMultiplyAdd(view.Fx, p.X, view.Cx);
        image.V = T.FusedMultiplyAdd(view.Fy, p.Y, view.Cy);
        image.Depth = p.Z;
        image.GradientU = new(view.Fx, T.Zero, T.Zero);
        image.GradientV = new(T.Zero, view.Fy, T.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Direction<T>(in CameraView<T> view, in Vector3<T> mean)
        where T : unmanaged, IReal<T> => view.Rotation.Row2;
}

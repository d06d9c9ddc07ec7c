using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>What the projection formulas need to know of a camera and its options, in one number type.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct CameraView<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Rotation of x_c = R m + t.</summary>
    public Matrix3x3<T> Rotation;

    /// <summary>Translation of x_c = R m + t [scene units].</summary>
    public Vector3<T> Translation;

    /// <summary>The camera's position c = -R^T t [scene units].</summary>
    public Vector3<T> Centre;

    /// <summary>Focal lengths (orthographic: pixels per scene unit) [px].</summary>
    public T Fx, Fy;

    /// <summary>Principal point [px].</summary>
    public T Cx, Cy;

    /// <summary>Image size [px].</summary>
    public T Width, Height;

    /// <summary>Range of depths that are drawn, exclusive [scene units].</summary>
    public T Near, Far;

    /// <summary>Range of x/z and y/z within which the Jacobian is taken; beyond it the edge's is.</summary>
    public T ClampLeft, ClampRight, ClampTop, ClampBottom;

    /// <summary>Variance added to both axes of the image [px^2].</summary>
    public T LowPass;

    /// <summary>Smallest squared compensation of the antialiased mode.</summary>
    public T MinimumSquaredCompensation;

    /// <summary>Collects the constants of one frame.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="options">Near, far, low pass and compensation are read.</param>
    public static CameraView<T> Of(Camera camera, RenderOptions options)
    {
        // Half of the 0.3 that gsplat adds to tan(fov/2) on each side: the extent W/(2 fx) is tan(fov/2) for a centred camera.
        const double Margin = 0.15;
        Matrix3x3<Real64> r = camera.Rotation;
        return new CameraView<T>
        {
            Rotation = Matrix3x3<T>.FromRows(Convert(r.Row0), Convert(r.Row1), Convert(r.Row2)),
            Translation = Convert(camera.Translation),
            Centre = Convert(camera.Centre),
            Fx = T.FromDouble(camera.Fx),
            Fy = T.FromDouble(camera.Fy),
            Cx = T.FromDouble(camera.Cx),
            Cy = T.FromDouble(camera.Cy),
            Width = T.FromDouble(camera.Width),
            Height = T.FromDouble(camera.Height),
            Near = T.FromDouble(options.Near),
            Far = T.FromDouble(options.Far),
            ClampLeft = T.FromDouble((-camera.Cx - Margin * camera.Width) / camera.Fx),
            ClampRight = T.FromDouble((camera.Width - camera.Cx + Margin * camera.Width) / camera.Fx),
            ClampTop = T.FromDouble((-camera.Cy - Margin * camera.Height) / camera.Fy),
            ClampBottom = T.FromDouble((camera.Height - camera.Cy + Margin * camera.Height) / camera.Fy),
            LowPass = T.FromDouble(options.LowPass),
            MinimumSquaredCompensation = T.FromDouble(options.MinimumCompensation * options.MinimumCompensation),
        };
    }

    private static Vector3<T> Convert(Vector3<Real64> v) =>
        new(T.FromDouble(v.X.Value), T.FromDouble(v.Y.Value), T.FromDouble(v.Z.Value));
}

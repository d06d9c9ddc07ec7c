using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>Turns a camera's projection into the type that formulas are instantiated with.</summary>
internal static class CameraModels
{
    /// <summary>Calls the visitor with the model of a projection.</summary>
    public static void Accept<TVisitor>(CameraProjection projection, ref TVisitor visitor)
        where TVisitor : struct, ICameraModelVisitor
    {
        switch (projection)
        {
            case CameraProjection.Pinhole:
                visitor.Visit<PinholeModel>();
                break;
            case CameraProjection.Orthographic:
                visitor.Visit<OrthographicModel>();
                break;
            case CameraProjection.Equirectangular:
                visitor.Visit<EquirectangularModel>();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(projection), projection, "unknown camera projection");
        }
    }
}

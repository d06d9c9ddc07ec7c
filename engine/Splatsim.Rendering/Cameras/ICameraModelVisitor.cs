namespace Splatsim.Rendering;

/// <summary>Code that is generic over the camera model.</summary>
internal interface ICameraModelVisitor
{
    /// <summary>Called with the model.</summary>
    void Visit<TCamera>()
        where TCamera : struct, ICameraModel;
}

namespace Splatsim.Splats;

/// <summary>Which way the three axes point, named by the directions of +x, +y and +z.</summary>
public enum CoordinateFrame
{
    /// <summary>x right, y down, z forward: COLMAP, 3DGS PLY.</summary>
    RightDownForward,

    /// <summary>x right, y up, z back: OpenGL, glTF, the SPZ specification.</summary>
    RightUpBack,

    /// <summary>x right, y up, z forward (left-handed): Unity-like tools.</summary>
    RightUpForward,

    /// <summary>x left, y up, z forward: glTF-like viewers that look along +z.</summary>
    LeftUpForward,
}

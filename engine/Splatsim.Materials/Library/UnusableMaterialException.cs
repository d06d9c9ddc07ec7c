namespace Splatsim.Materials;

/// <summary>A material is known, but its law does not exist yet.</summary>
public sealed class UnusableMaterialException : ArgumentException
{
    /// <summary>Names the law that is missing and the usable material that is most like it.</summary>
    /// <param name="preset">The material.</param>
    /// <param name="nearest">The usable material most like it.</param>
    public UnusableMaterialException(MaterialPreset preset, MaterialPreset nearest)
        : base(
            $"the material '{preset.Id}' needs the law '{preset.LawKey}', which this version does not have; "
            + $"the nearest usable material is '{nearest.Id}' ({nearest.LawKey})")
    {
        Preset = preset;
        Nearest = nearest;
    }

    /// <summary>The material.</summary>
    public MaterialPreset Preset { get; }

    /// <summary>The usable material most like it.</summary>
    public MaterialPreset Nearest { get; }
}

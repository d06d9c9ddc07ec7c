namespace Splatsim.Formats;

/// <summary>Number types of tensors, by their names in the header.</summary>
public enum SafetensorsType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Half precision.</summary>
    F16,

    /// <summary>Upper half of a single.</summary>
    BF16,

    /// <summary>Single precision.</summary>
    F32,

    /// <summary>Double precision.</summary>
    F64,
}

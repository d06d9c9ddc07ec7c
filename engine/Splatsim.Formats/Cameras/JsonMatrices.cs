using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>Rotations and translations in JSON camera files.</summary>
internal static class JsonMatrices
{
    // Files print 6 to 17 digits; what is further from a rotation holds a scale or a shear.
    private const double LargestDeviation = 1e-3;

    /// <summary>A 3x3 rotation as three rows.</summary>
    internal static Matrix3x3<Real64> Rotation(JsonNode node)
    {
        IReadOnlyList<JsonNode> rows = Rows(node, 3);
        Matrix3x3<Real64> matrix = Matrix3x3<Real64>.FromRows(Row(rows[0]), Row(rows[1]), Row(rows[2]));
        CheckRotation(node, matrix);
        return matrix;
    }

    /// <summary>A rigid motion as 3 or 4 rows of four.</summary>
    internal static (Matrix3x3<Real64> Rotation, Vector3<Real64> Translation) RigidMotion(JsonNode node)
    {
        IReadOnlyList<JsonNode> rows = Rows(node, 3);
        Vector3<Real64>[] parts = new Vector3<Real64>[3];
        Real64[] translation = new Real64[3];
        for (int i = 0; i < 3; i++)
        {
            parts[i] = Row(rows[i]);
            translation[i] = Entries(rows[i], 4)[3].Number();
        }

        Matrix3x3<Real64> matrix = Matrix3x3<Real64>.FromRows(parts[0], parts[1], parts[2]);
        CheckRotation(node, matrix);
        return (matrix, new Vector3<Real64>(translation[0], translation[1], translation[2]));
    }

    /// <summary>Three numbers.</summary>
    internal static Vector3<Real64> Vector(JsonNode node)
    {
        IReadOnlyList<JsonNode> items = Entries(node, 3);
        return new Vector3<Real64>(items[0].Number(), items[1].Number(), items[2].Number());
    }

    private static Vector3<Real64> Row(JsonNode node)
    {
        IReadOnlyList<JsonNode> items = Entries(node, 3);
        return new Vector3<Real64>(items[0].Number(), items[1].Number(), items[2].Number());
    }

    private static IReadOnlyList<JsonNode> Rows(JsonNode node, int least)
    {
        IReadOnlyList<JsonNode> rows = node.Items();
        return rows.Count >= least ? rows : throw node.Bad($"has {rows.Count} rows", $"write at least {least}");
    }

    private static IReadOnlyList<JsonNode> Entries(JsonNode node, int least)
    {
        IReadOnlyList<JsonNode> items = node.Items();
        return items.Count >= least ? items : throw node.Bad($"has {items.Count} numbers", $"write at least {least}");
    }

    private static void CheckRotation(JsonNode node, Matrix3x3<Real64> matrix)
    {
        Matrix3x3<Real64> product = matrix * matrix.Transposed;
        double deviation = Math.Sqrt((product - Matrix3x3<Real64>.Identity).SquaredNorm.Value);
        if (deviation > LargestDeviation || matrix.Determinant.Value < 0)
            throw node.Bad($"is not a rotation (R R^T differs from the identity by {deviation:G3}, determinant {matrix.Determinant.Value:G3})", "remove scale, shear and mirroring");
    }
}

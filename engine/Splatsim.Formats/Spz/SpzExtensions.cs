using System.Buffers.Binary;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Extension records: type, length, payload, back to back. The one that names the axes is understood.</summary>
internal static class SpzExtensions
{
    /// <summary>Adobe's coordinate system record: one unsigned 32-bit number.</summary>
    internal const uint CoordinateSystemType = 0xADBE0003;

    private const int RecordHeader = 8;

    // 1 to 8: bit 0 of (value - 1) right, bit 1 up, bit 2 forward. 9 to 16: the same turned by 90 degrees about x (z up).
    private const uint Unspecified = 0, FirstTurned = 9, LastKnown = 16;

    /// <summary>Splits records.</summary>
    /// <param name="bytes">All records.</param>
    /// <param name="offset">Where they start in the file, for messages.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="SplatFormatException">A record is longer than what is left.</exception>
    internal static IReadOnlyList<SpzExtension> Parse(byte[] bytes, long offset, string file)
    {
        List<SpzExtension> records = [];
        for (int at = 0; at < bytes.Length;)
        {
            int left = bytes.Length - at - RecordHeader;
            uint length = left < 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            if (left < 0 || length > left)
            {
                throw new SplatFormatException(
                    file,
                    offset + at,
                    $"an extension record of {length} bytes does not fit the {Math.Max(0, left)} bytes that are left",
                    "the file is damaged; get it again");
            }

            uint type = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
            records.Add(new(type, bytes.AsSpan(at + RecordHeader, (int)length).ToArray()));
            at += RecordHeader + (int)length;
        }

        return records;
    }

    /// <summary>The records that say which way a frame's axes point.</summary>
    internal static byte[] ForFrame(CoordinateFrame frame)
    {
        byte[] record = new byte[RecordHeader + sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(record, CoordinateSystemType);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), frame switch
        {
            CoordinateFrame.RightUpBack => 4,
            CoordinateFrame.RightDownForward => 6,
            CoordinateFrame.LeftUpForward => 7,
            CoordinateFrame.RightUpForward => 8,
            _ => throw new ArgumentOutOfRangeException(nameof(frame), frame, "unknown frame"),
        });
        return record;
    }

    /// <summary>Tags the cloud with the frame that the file names; axes without a tag are converted to right-down-forward.</summary>
    internal static void ApplyFrame(IReadOnlyList<SpzExtension> records, GaussianCloud cloud, string file, Action<string>? warn)
    {
        SpzExtension? record = records.LastOrDefault(r => r.Type == CoordinateSystemType && r.Payload.Length == sizeof(uint));
        if (record is null) return;
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(record.Payload);
        if (value == Unspecified) return;
        if (value > LastKnown)
        {
            warn?.Invoke($"{file}: coordinate system {value} is not known; the axes are taken as {cloud.Frame}");
            return;
        }

        if (value >= FirstTurned)
        {
            // (x, y, z) with z up is (x, z, -y) with y up, or with y down where z is down.
            Matrix3x3<Real64> turn = Matrix3x3<Real64>.FromRows(new(1, 0, 0), new(0, 0, 1), new(0, -1, 0));
            CloudTransforms.Apply(cloud, new SimilarityTransform(turn, 1, default));
            // Turning exchanges forward and back: 9..12 (y back) become 5..8 (z forward), 13..16 become 1..4.
            value = value >= 13 ? value - 12 : value - 4;
        }

        switch (value)
        {
            case 4:
                cloud.Frame = CoordinateFrame.RightUpBack;
                break;
            case 7:
                cloud.Frame = CoordinateFrame.LeftUpForward;
                break;
            case 8:
                cloud.Frame = CoordinateFrame.RightUpForward;
                break;
            default:
                uint bits = value - 1;
                CloudTransforms.Apply(cloud, new AxisFlip((bits & 1) == 0, (bits & 2) != 0, (bits & 4) == 0));
                break;
        }
    }
}

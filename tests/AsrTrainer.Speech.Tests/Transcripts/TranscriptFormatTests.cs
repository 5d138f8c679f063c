using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Speech.Tests.Transcripts;

public sealed class TranscriptFormatTests
{
    [Fact]
    public void Text_is_a_line_for_each_segment() => AssertIs("txt", "she said\n\"a<b\"\n", "");

    [Fact]
    public void SubRip_numbers_its_subtitles() => AssertIs(
        "srt",
        "1\n00:00:00,500 --> 00:00:01,500\nshe said\n\n2\n01:02:03,456 --> 01:02:04,456\n\"a<b\"\n\n",
        "");

    [Fact]
    public void WebVTT_has_a_head_and_escapes_markup() => AssertIs(
        "vtt",
        "WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nshe said\n\n01:02:03.456 --> 01:02:04.456\n\"a&lt;b\"\n\n",
        "WEBVTT\n\n");

    [Fact]
    public void Tab_separated_values_are_in_milliseconds() => AssertIs(
        "tsv", "start\tend\ttext\n500\t1250\tshe said\n3723456\t3724001\t\"a<b\"\n", "start\tend\ttext\n");

    [Fact]
    public void Conversation_time_marks_are_a_line_for_each_word() => AssertIs(
        "ctm",
        "a%20clip%20%281%29 1 0.500 0.400 she 0.9900\n"
        + "a%20clip%20%281%29 1 1.000 0.250 said 0.5000\n"
        + "a%20clip%20%281%29 1 3723.456 0.544 \"a<b\" 1.0000\n",
        "");

    [Fact]
    public void Transcripts_of_NIST_end_with_the_name() => AssertIs("trn", "she said \"a<b\" (a%20clip%20%281%29)\n", "(none)\n");

    [Fact]
    public void No_two_names_become_one_id() => Assert.Equal(
        4, new[] { "a b", "a_b", "a(b", "a%20b" }.Select(name => Written("trn", Spoken.Empty with { Name = name })).Distinct().Count());

    [Fact]
    public void JSON_has_whispers_keys() => AssertIs(
        "json",
        """
        {
          "name": "a clip (1)",
          "duration": 3725.5,
          "text": "she said \"a<b\"",
          "segments": [
            {
              "id": 0,
              "start": 0.5,
              "end": 1.25,
              "text": "she said",
              "words": [
                {
                  "word": "she",
                  "start": 0.5,
                  "end": 0.9,
                  "probability": 0.99
                },
                {
                  "word": "said",
                  "start": 1,
                  "end": 1.25,
                  "probability": 0.5
                }
              ]
            },
            {
              "id": 1,
              "start": 3723.456,
              "end": 3724.001,
              "text": "\"a<b\"",
              "words": [
                {
                  "word": "\"a<b\"",
                  "start": 3723.456,
                  "end": 3724.001,
                  "probability": 1
                }
              ]
            }
          ]
        }

        """,
        """
        {
          "name": "none",
          "duration": 2,
          "text": "",
          "segments": []
        }

        """);

    [Fact]
    public void A_TextGrid_has_tiers_without_gaps() => AssertIs(
        "textgrid",
        Grid(
            "3725.500",
            ["0.000 0.500 ", "0.500 1.250 she said", "1.250 3723.456 ", "3723.456 3724.001 \"\"a<b\"\"", "3724.001 3725.500 "],
            [
                "0.000 0.500 ", "0.500 0.900 she", "0.900 1.000 ", "1.000 1.250 said", "1.250 3723.456 ",
                "3723.456 3724.001 \"\"a<b\"\"", "3724.001 3725.500 ",
            ]),
        Grid("2.000", ["0.000 2.000 "], ["0.000 2.000 "]));

    [Fact]
    public void A_word_without_length_is_left_out_of_a_TextGrid_since_Praat_has_none()
    {
        var transcript = new Transcript("x", 1, [Spoken.Segment(("a", 0, 1, 1), ("b", 1, 1, 1))]);

        Assert.Equal(Grid("1.000", ["0.000 1.000 a b"], ["0.000 1.000 a"]), Written("textgrid", transcript));
    }

    [Fact]
    public void Names_and_extensions_are_known() => Assert.Equal(
        "txt.txt srt.srt vtt.vtt tsv.tsv json.json ctm.ctm trn.trn textgrid.TextGrid",
        string.Join(' ', TranscriptFormat.All.Select(format => format.Name + format.Extension)));

    private static string Grid(string end, params string[][] tiers)
    {
        string[] names = ["segments", "words"];
        var text = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n"
            + $"xmin = 0\nxmax = {end}\ntiers? <exists>\nsize = 2\nitem []:\n";
        for (var tier = 0; tier < 2; tier++)
        {
            text += $"    item [{tier + 1}]:\n        class = \"IntervalTier\"\n        name = \"{names[tier]}\"\n        xmin = 0\n"
                + $"        xmax = {end}\n        intervals: size = {tiers[tier].Length}\n";
            for (var i = 0; i < tiers[tier].Length; i++)
            {
                var parts = tiers[tier][i].Split(' ', 3);
                text += $"        intervals [{i + 1}]:\n            xmin = {parts[0]}\n            xmax = {parts[1]}\n"
                    + $"            text = \"{parts[2]}\"\n";
            }
        }

        return text;
    }

    private static void AssertIs(string format, string example, string empty)
    {
        Assert.Equal(example, Written(format, Spoken.Example));
        Assert.Equal(empty, Written(format, Spoken.Empty));
    }

    private static string Written(string format, Transcript transcript) =>
        TranscriptFormat.All.Single(one => one.Name == format).Write(transcript, new SubtitleOptions());
}

using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Tests.Metrics;

public sealed class AlignmentTextTests
{
    [Fact]
    public void Errors_are_marked_under_the_words()
    {
        Assert.Equal(
            """
            REF: the cat **** sat on
            HYP: the bat down sat **
                     S   I        D
            """.ReplaceLineEndings("\n"),
            AlignmentText.Format("the cat sat on", "the bat down sat"));
    }

    [Fact]
    public void Words_of_different_length_stay_in_their_columns()
    {
        Assert.Equal(
            """
            REF: please  wait for me
            HYP: pleased wait 4   me
                 S            S
            """.ReplaceLineEndings("\n"),
            AlignmentText.Format("please wait for me", "pleased wait 4 me"));
    }

    [Fact]
    public void Wide_characters_and_marks_stay_in_their_columns()
    {
        // As a terminal shows them: two columns for each character of Chinese, none for an accent that is a character of its own.
        Assert.Equal(
            "REF: 你好 e\u0301s  end\nHYP: 你   yes end\n     S    S",
            AlignmentText.Format("你好 e\u0301s end", "你 yes end"));
    }

    [Fact]
    public void Without_errors_there_is_no_line_of_marks()
    {
        Assert.Equal("REF: yes\nHYP: yes", AlignmentText.Format("yes", " yes "));
    }

    [Fact]
    public void An_empty_side_is_all_stars()
    {
        Assert.Equal("REF: *** **\nHYP: who is\n     I   I", AlignmentText.Format("", "who is"));
        Assert.Equal("REF: who is\nHYP: *** **\n     D   D", AlignmentText.Format("who is", ""));
        Assert.Equal("REF:\nHYP:", AlignmentText.Format("", ""));
    }

    [Fact]
    public void Long_utterances_are_broken_between_words()
    {
        Assert.Equal(
            """
            REF: one two
            HYP: one too
                     S

            REF: three
            HYP: three

            REF: immeasurable
            HYP: ************
                 D
            """.ReplaceLineEndings("\n"),
            AlignmentText.Format("one two three immeasurable", "one too three", columns: 12));
    }
}

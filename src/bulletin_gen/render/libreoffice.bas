' The face that is heavier than the one that stands in for it, "" where it is installed itself.
Const HEAVY = "{heavy}"

Sub ConvertAll()
  Dim folder As String, name As String, document As Object, styles As Object, i As Integer
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim filter(1) As New com.sun.star.beans.PropertyValue
  Dim blank(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  filter(0).Name = "FilterName"
  filter(0).Value = "writer_pdf_Export"
  blank(0).Name = "IsSkipEmptyPages"
  blank(0).Value = False
  filter(1).Name = "FilterData"
  filter(1).Value = blank()
  folder = Environ("BULLETIN_GEN_FOLDER")
  name = Dir(folder & "/*.docx", 0)
  Do While name <> ""
    document = StarDesktop.loadComponentFromURL(folder & "/" & name, "_blank", 0, hidden())
    styles = document.StyleFamilies.getByName("ParagraphStyles")
    For i = 0 To styles.Count - 1
      styles.getByIndex(i).ParaIsCharacterDistance = False
      styles.getByIndex(i).ParaIsHangingPunctuation = False
      ' -0.25 pt: left out wherever Chinese meets digits
      If styles.getByIndex(i).CharKerning = -9 Then styles.getByIndex(i).CharKerning = -12
      If HEAVY <> "" And styles.getByIndex(i).CharFontNameAsian = HEAVY Then
        styles.getByIndex(i).CharWeightAsian = com.sun.star.awt.FontWeight.BOLD
        styles.getByIndex(i).CharWeight = com.sun.star.awt.FontWeight.BOLD
      End If
    Next i
    document.storeToURL(folder & "/" & Left(name, Len(name) - 5) & ".pdf", filter())
    document.close(True)
    name = Dir
  Loop
  StarDesktop.terminate()
End Sub

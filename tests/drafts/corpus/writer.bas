' Does what people do to a draft. A step a given, its parts separated by tabs; paragraphs are counted from 0 among those
' of the body that are not empty, characters from 0.
Private fileAccess As Object
Private helper As Object

Sub EditAll
  Dim folder As String, name As String, names(400) As String, count As Integer, i As Integer, report As String
  fileAccess = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  folder = Environ("DRAFTS_FOLDER")
  name = Dir(folder & "/*.steps")
  Do While name <> ""
    names(count) = Left(name, Len(name) - 6)
    count = count + 1
    name = Dir()
  Loop
  For i = 0 To count - 1
    WriteText(folder & "/writer.log", report & folder & "/" & names(i) & Chr(9) & "BEGUN")
    report = report & Edit(folder & "/" & names(i)) & Chr(10)
    WriteText(folder & "/writer.log", report)
  Next i
  WriteText(folder & "/writer.log", report & "done")
  StarDesktop.terminate()
End Sub

Function Edit(path As String) As String
  Dim doc As Object, stream As Object, given As String, where As String
  On Error GoTo Failed
  doc = OpenFile(path & ".docx")
  stream = createUnoService("com.sun.star.io.TextInputStream")
  stream.setInputStream(fileAccess.openFileRead(ConvertToURL(path & ".steps")))
  stream.setEncoding("UTF-8")
  Do While Not stream.isEOF()
    given = stream.readLine()
    where = given
    If given <> "" Then
      If Left(given, 3) = "via" Then
        doc = Via(doc, path, Mid(given, 5))
      Else
        Perform(doc, Split(given, Chr(9)))
      End If
    End If
  Loop
  stream.closeInput()
  Store(doc, path & ".docx", "MS Word 2007 XML")
  doc.close(True)
  Edit = path & Chr(9) & "ok"
  Exit Function
Failed:
  Edit = path & Chr(9) & "FAILED at " & Replace(where, Chr(9), "|") & ": " & Replace(Error$, Chr(10), " ") & " line " & Erl
End Function

Function OpenFile(path As String) As Object
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  OpenFile = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
End Function

Sub Store(doc As Object, path As String, kindName As String)
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName" : kind(0).Value = kindName
  doc.storeToURL(ConvertToURL(path), kind())
End Sub

Function Via(doc As Object, path As String, kindName As String) As Object
  Dim other As String
  If kindName = "odt" Then
    other = path & ".odt" : Store(doc, other, "writer8")
  ElseIf kindName = "doc" Then
    other = path & ".doc" : Store(doc, other, "MS Word 97")
  ElseIf kindName = "rtf" Then
    other = path & ".rtf" : Store(doc, other, "Rich Text Format")
  Else
    other = path & ".second.docx" : Store(doc, other, "MS Word 2007 XML")
  End If
  doc.close(True)
  Via = OpenFile(other)
End Function

Sub WriteText(path As String, text As String)
  Dim stream As Object
  stream = createUnoService("com.sun.star.io.TextOutputStream")
  stream.setOutputStream(fileAccess.openFileWrite(ConvertToURL(path)))
  stream.setEncoding("UTF-8")
  stream.writeString(text)
  stream.closeOutput()
End Sub

Function Para(doc As Object, number As Integer) As Object
  Dim all As Object, item As Object, at As Integer
  all = doc.Text.createEnumeration()
  at = -1
  Do While all.hasMoreElements()
    item = all.nextElement()
    If item.supportsService("com.sun.star.text.Paragraph") Then
      If Trim(Replace(Replace(item.String, Chr(12288), ""), Chr(9), "")) <> "" Then at = at + 1
      If at = number Then
        Para = item
        Exit Function
      End If
    End If
  Loop
  Error 1001
End Function

Function NextBlock(doc As Object, paragraph As Object) As Object
  Dim all As Object, item As Object, found As Boolean
  all = doc.Text.createEnumeration()
  Do While all.hasMoreElements()
    item = all.nextElement()
    If found Then
      NextBlock = item
      Exit Function
    End If
    If item.supportsService("com.sun.star.text.Paragraph") Then
      If doc.Text.compareRegionStarts(item, paragraph) = 0 Then found = True
    End If
  Loop
  Error 1002
End Function

Function Table(doc As Object, first As String, skip As Integer) As Object
  Dim i As Integer, seen As Integer, item As Object
  For i = 0 To doc.TextTables.Count - 1
    item = doc.TextTables.getByIndex(i)
    If Replace(Replace(item.getCellByName("A1").String, Chr(13), ""), Chr(10), "") = first Then
      If seen = skip Then
        Table = item
        Exit Function
      End If
      seen = seen + 1
    End If
  Next i
  Error 1003
End Function

Sub Pick(doc As Object, number As Integer, first As Integer, last As Integer)
  Dim cursor As Object
  cursor = doc.Text.createTextCursorByRange(Para(doc, number).Start)
  If first > 0 Then cursor.goRight(first, False)
  If last > first Then cursor.goRight(last - first, True)
  doc.CurrentController.ViewCursor.gotoRange(cursor, False)
End Sub

Sub PickWhole(doc As Object, number As Integer)
  Dim cursor As Object, view As Object
  view = doc.CurrentController.ViewCursor
  view.gotoRange(Para(doc, number).Start, False)
  view.gotoRange(NextBlock(doc, Para(doc, number)).Start, True)
End Sub

Sub Key(doc As Object, command As String)
  helper.executeDispatch(doc.CurrentController.Frame, ".uno:" & command, "", 0, Array())
End Sub

Sub TypeText(doc As Object, words As String)
  Dim what(0) As New com.sun.star.beans.PropertyValue
  what(0).Name = "Text" : what(0).Value = words
  helper.executeDispatch(doc.CurrentController.Frame, ".uno:InsertText", "", 0, what())
End Sub

Function ColumnName(column As Integer) As String
  ColumnName = Chr(64 + column)
End Function

Sub IntoCell(doc As Object, parts As Variant, whole As Boolean)
  Dim cell As Object, column As Integer, cursor As Object
  column = 1
  If whole Then column = CInt(parts(4))
  cell = Table(doc, parts(1), CInt(parts(2))).getCellByName(ColumnName(column) & parts(3))
  cursor = cell.createTextCursor()
  cursor.gotoStart(False)
  If whole Then cursor.gotoEnd(True)
  doc.CurrentController.ViewCursor.gotoRange(cursor, False)
End Sub

Sub Perform(doc As Object, parts As Variant)
  Dim view As Object, i As Integer, search As Object
  view = doc.CurrentController.ViewCursor
  Select Case parts(0)
  Case "type"
    Pick(doc, CInt(parts(1)), CInt(parts(2)), CInt(parts(3)))
    If parts(4) = "" Then
      Key(doc, "Delete")
    Else
      TypeText(doc, parts(4))
    End If
  Case "set"
    Pick(doc, CInt(parts(1)), CInt(parts(2)), CInt(parts(3)))
    view.setString(parts(4))
  Case "back"
    Pick(doc, CInt(parts(1)), CInt(parts(3)), CInt(parts(3)))
    For i = 1 To CInt(parts(3)) - CInt(parts(2))
      Key(doc, "SwBackspace")
    Next i
    TypeText(doc, parts(4))
  Case "replaceall"
    search = doc.createReplaceDescriptor()
    search.SearchString = parts(1)
    search.ReplaceString = parts(2)
    search.SearchCaseSensitive = True
    doc.replaceAll(search)
  Case "cut", "copy"
    Pick(doc, CInt(parts(1)), CInt(parts(2)), CInt(parts(3)))
    Key(doc, IIf(parts(0) = "cut", "Cut", "Copy"))
    Pick(doc, CInt(parts(4)), CInt(parts(5)), CInt(parts(5)))
    Key(doc, "Paste")
  Case "movepara"
    PickWhole(doc, CInt(parts(1)))
    Key(doc, "Cut")
    i = CInt(parts(2))
    If i > CInt(parts(1)) Then i = i - 1
    Pick(doc, i, 0, 0)
    Key(doc, "Paste")
  Case "split"
    Pick(doc, CInt(parts(1)), CInt(parts(2)), CInt(parts(2)))
    Key(doc, "InsertPara")
  Case "join"
    view.gotoRange(Para(doc, CInt(parts(1))).End, False)
    Key(doc, "Delete")
  Case "delpara"
    PickWhole(doc, CInt(parts(1)))
    Key(doc, "Delete")
  Case "track"
    doc.RecordChanges = (parts(1) = "on")
  Case "accept"
    Key(doc, "AcceptAllTrackedChanges")
  Case "reject"
    Key(doc, "RejectAllTrackedChanges")
  Case "bold"
    Pick(doc, CInt(parts(1)), CInt(parts(2)), CInt(parts(3)))
    view.CharWeight = com.sun.star.awt.FontWeight.BOLD
    view.CharWeightAsian = com.sun.star.awt.FontWeight.BOLD
  Case "unmark"
    For i = doc.Bookmarks.Count - 1 To 0 Step -1
      doc.Bookmarks.getByIndex(i).dispose()
    Next i
  Case "unmarkpara"
    Unmark(doc, CInt(parts(1)))
  Case "cell"
    IntoCell(doc, parts, True)
    TypeText(doc, parts(5))
  Case "rowadd"
    Table(doc, parts(1), CInt(parts(2))).Rows.insertByIndex(CInt(parts(3)), 1)
  Case "rowdel"
    Table(doc, parts(1), CInt(parts(2))).Rows.removeByIndex(CInt(parts(3)) - 1, 1)
  Case "tabledel"
    Table(doc, parts(1), CInt(parts(2))).dispose()
  Case "letterhead"
    Letterhead(doc, CInt(parts(1)))
  Case Else
    Error 1004
  End Select
End Sub

Sub Unmark(doc As Object, number As Integer)
  Dim portions As Object, portion As Object, found(200) As Object, count As Integer, i As Integer
  portions = Para(doc, number).createEnumeration()
  Do While portions.hasMoreElements()
    portion = portions.nextElement()
    If portion.TextPortionType = "Bookmark" Then
      If portion.IsStart Then
        found(count) = portion.Bookmark
        count = count + 1
      End If
    End If
  Loop
  For i = 0 To count - 1
    found(i).dispose()
  Next i
End Sub

' An office's own letterhead: 1 a header and a footer; 2 text boxes and a red line; 3 a section of its own on
' its side, and a style of the office's.
Sub Letterhead(doc As Object, kind As Integer)
  Dim page As Object, box As Object, rule As Object, place As New com.sun.star.awt.Point
  Dim size As New com.sun.star.awt.Size, style As Object, second As Object
  Pick(doc, 0, 0, 0)
  page = doc.StyleFamilies.getByName("PageStyles").getByName(doc.CurrentController.ViewCursor.PageStyleName)
  If kind = 1 Then
    page.HeaderIsOn = True
    page.HeaderText.String = "某县人民政府办公室　文件"
    page.FooterIsOn = True
    page.FooterText.String = "地址：某县某路1号　电话：12345"
  ElseIf kind = 2 Then
    box = doc.createInstance("com.sun.star.text.TextFrame")
    size.Width = 5000 : size.Height = 900
    box.setSize(size)
    box.AnchorType = com.sun.star.text.TextContentAnchorType.AT_PARAGRAPH
    doc.Text.insertTextContent(Para(doc, 0).Start, box, False)
    box.Text.String = "内部资料　注意保存"
    rule = doc.createInstance("com.sun.star.drawing.LineShape")
    size.Width = 15000 : size.Height = 0
    rule.setSize(size)
    place.X = 0 : place.Y = 1200
    rule.setPosition(place)
    rule.LineColor = RGB(255, 0, 0)
    rule.LineWidth = 80
    rule.AnchorType = com.sun.star.text.TextContentAnchorType.AT_PARAGRAPH
    doc.Text.insertTextContent(Para(doc, 1).Start, rule, False)
  Else
    second = doc.createInstance("com.sun.star.style.PageStyle")
    doc.StyleFamilies.getByName("PageStyles").insertByName("横页", second)
    second.IsLandscape = True
    second.Width = 29700 : second.Height = 21000
    style = doc.createInstance("com.sun.star.style.ParagraphStyle")
    doc.StyleFamilies.getByName("ParagraphStyles").insertByName("本单位正文", style)
    style.CharHeight = 15
    style.CharColor = RGB(64, 0, 0)
    Para(doc, 3).ParaStyleName = "本单位正文"
    Para(doc, 6).PageDescName = "横页"
  End If
End Sub
